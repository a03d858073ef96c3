/**
 * Our runner, kept warm as the editor keeps it, for scripts/bench.mjs. A line on standard input is a save; the answer is
 * one line of JSON with the milliseconds from writing the file to the report.
 *
 *   node ours.entry.js PACK ATTEMPT FILE
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parsePack } from '../../src/core/pack/parsePack';
import { readAttempt, sourcesOf } from '../../src/node/attemptFiles';
import { readPack } from '../../src/node/packFiles';
import { Runner } from '../../src/node/runner';

void main();

async function main(): Promise<void> {
  const [, , packFolder = '', attempt = '', file = ''] = process.argv;
  const { pack, problems } = parsePack(await readPack(packFolder));
  const exercise = pack?.exercises[0];
  if (!pack || !exercise) throw new Error(`${packFolder} is broken: ${JSON.stringify(problems)}`);
  const runner = new Runner({ sandboxDir: path.join(__dirname, '..', '..', 'sandbox') });
  runner.warmUp();
  const saved = path.join(attempt, file);
  const text = await readFile(saved, 'utf8');
  let saves = 0;
  for await (const _ of createInterface({ input: process.stdin })) {
    const began = performance.now();
    await writeFile(saved, `${text}// ${++saves}\n`);
    const report = await runner.run({ exercise, pack, files: sourcesOf(await readAttempt(attempt)) });
    const ms = performance.now() - began;
    const passed = report.checks.filter(({ state }) => state === 'passed').length;
    console.log(JSON.stringify({ ms, passed, total: report.checks.length, walls: report.walls }));
  }
  runner.dispose();
}
