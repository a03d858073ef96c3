/**
 * Our runner in a process that stays, as the editor keeps it, for scripts/contenders.mjs. Each line on standard input is
 * answered by one line of JSON.
 *
 *   node ours.entry.js SANDBOX PACK ATTEMPT FILE CACHE
 *
 * `warm`  a save: the file is written, its text is in memory and was compiled while it was typed, and a child waits
 * `cold`  the same, and no child waits
 * `batch N PARALLEL`  N attempts, each with a text of its own
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parsePack } from '../../src/core/pack/parsePack';
import type { RunReport, Walls } from '../../src/core/run/report';
import { readAttempt, sourcesOf } from '../../src/node/attemptFiles';
import { gradeBatch } from '../../src/node/batch';
import { readPack } from '../../src/node/packFiles';
import { Runner } from '../../src/node/runner';

interface Answer {
  readonly ms: number;
  /** Checks; of a batch, attempts. */
  readonly passed: number;
  readonly total: number;
  readonly walls: Walls;
}

void main();

async function main(): Promise<void> {
  const [, , sandboxDir = '', packFolder = '', attempt = '', file = '', cacheDir = ''] = process.argv;
  const { pack, problems } = parsePack(await readPack(packFolder));
  const exercise = pack?.exercises[0];
  if (!pack || !exercise) throw new Error(`${packFolder} is broken: ${JSON.stringify(problems)}`);
  const warm = new Runner({ sandboxDir, cacheDir });
  const cold = new Runner({ sandboxDir, cacheDir, warm: 0 });
  await cold.keepCode();
  warm.warmUp();

  const sources = sourcesOf(await readAttempt(attempt));
  const text = await readFile(path.join(attempt, file), 'utf8');
  let saves = 0;
  const next = (): Record<string, string> => ({ ...sources, [file]: `${text}// ${++saves}\n` });
  const isPassed = ({ checks }: RunReport): boolean => checks.every(({ state }) => state === 'passed');

  const save = async (runner: Runner): Promise<Answer> => {
    const files = next();
    // As the editor does in a pause of typing: what is saved has been compiled.
    if (runner === warm) runner.foresee({ exercise, files });
    await delay(50);
    const began = performance.now();
    await writeFile(path.join(attempt, file), files[file] ?? '');
    const { checks, walls } = await runner.run({ exercise, pack, files });
    const ms = performance.now() - began;
    return {
      ms,
      passed: checks.filter(({ state }) => state === 'passed').length,
      total: checks.length,
      walls,
    };
  };
  const batch = async (total: number, parallel: number): Promise<Answer> => {
    const runner = new Runner({ sandboxDir, cacheDir, warm: parallel });
    const began = performance.now();
    let passed = 0;
    let walls: Walls | undefined;
    const items = Array.from({ length: total }, next);
    const requestFor = (files: Record<string, string>) => ({ exercise, pack, files });
    for await (const graded of gradeBatch(runner, items, { requestFor, parallel })) {
      if (graded.kind === 'failed') throw graded.error;
      if (isPassed(graded.report)) passed++;
      walls = graded.report.walls;
    }
    const ms = performance.now() - began;
    runner.dispose();
    if (!walls) throw new Error('There was nothing to grade.');
    return { ms, passed, total, walls };
  };

  for await (const line of createInterface({ input: process.stdin })) {
    const [what, ...numbers] = line.split(' ');
    const [total = 1, parallel = 1] = numbers.map(Number);
    const answer = what === 'batch' ? batch(total, parallel) : save(what === 'cold' ? cold : warm);
    console.log(JSON.stringify(await answer));
  }
  warm.dispose();
  cold.dispose();
}
