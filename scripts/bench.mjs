/**
 * From saving a file to the verdict on twenty checks, beside other runners; then how long the packaged extension takes to
 * wake, and how large it is.
 *
 *   npm run bench [-- --rounds N] [-- --json FILE]
 *
 * All contenders take part in every round, one after the other, on the same Node, so that whatever else the machine does
 * hits all of them. Medians with their spread are printed and nothing is judged: this is not a test.
 */
import { mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { contenders, peers } from './contenders.mjs';
import { runInHost } from './hostTests.mjs';
import { ensurePackages } from './install.mjs';
import { ensureNode } from './nodeBinary.mjs';
import { packageExtension, staging } from './package.mjs';
import { inRoot } from './paths.mjs';
import { mustRun } from './processes.mjs';

const { values: flags } = parseArgs({
  options: { json: { type: 'string' }, rounds: { type: 'string', default: '11' } },
});
const rounds = Number(flags.rounds);
if (!Number.isInteger(rounds) || rounds < 9) throw new Error('--rounds takes a whole number, 9 or more.');
const wakings = 3;

await ensurePackages();
await build();
const { binary: node } = await ensureNode(24);
const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'design-drills-bench-')));
try {
  const verdicts = await timeVerdicts(scratch);
  const { vsix, activation } = await timeActivation(scratch);
  const result = {
    node: (await mustRun(node, ['--version'])).trim(),
    machine: `${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    commit: (
      await mustRun('git', ['rev-parse', '--short', 'HEAD'], { cwd: inRoot() }).catch(() => '')
    ).trim(),
    peers,
    verdicts,
    activation,
    vsixBytes: (await stat(vsix)).size,
  };
  print(result);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

/** @param {string} folder @returns {Promise<readonly Timing[]>} in the order of the contenders, ours first */
async function timeVerdicts(folder) {
  const all = await contenders(node, folder);
  const samples = all.map(() => /** @type {number[]} */ ([]));
  try {
    // The first round fills caches, the operating system's too, and is not counted.
    for (let round = 0; round <= rounds; round++) {
      for (const [index, contender] of all.entries()) {
        const ms = await contender.time();
        if (round > 0) samples[index]?.push(ms);
      }
      process.stdout.write(round === 0 ? 'warmed up' : ` ${round}`);
    }
    process.stdout.write('\n');
  } finally {
    for (const contender of all) await contender.stop?.();
  }
  return all.map(({ name }, index) => timing(name, samples[index] ?? []));
}

/** @param {string} folder of nothing that would wake the extension by itself */
async function timeActivation(folder) {
  const vsix = await packageExtension(path.join(folder, 'design-drills.vsix'));
  const samples = [];
  for (let waking = 0; waking < wakings; waking++) {
    const own = await mkdtemp(path.join(folder, 'waking-'));
    const entry = inRoot('dist', 'test', 'bench', 'activation.entry.js');
    const text = await runInHost({
      name: 'bench-activation',
      entry,
      scratch: own,
      extension: staging,
      trusted: true,
    });
    const { ms, tests } = JSON.parse(text);
    if (tests[0].state !== 'passed') throw new Error(tests[0].title);
    samples.push(ms);
  }
  return { vsix, activation: timing('waking the extension', samples) };
}

/**
 * @typedef {object} Timing
 * @property {string} name
 * @property {number} median milliseconds
 * @property {number} min
 * @property {number} max
 * @property {readonly number[]} samples
 */

/** @param {string} name @param {readonly number[]} samples @returns {Timing} */
function timing(name, samples) {
  const sorted = samples.map(ms => Math.round(ms * 10) / 10).sort((a, b) => a - b);
  const at = (/** @type {number} */ index) => sorted[index] ?? NaN;
  const middle = (sorted.length - 1) / 2;
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
  return { name, median, min: at(0), max: at(sorted.length - 1), samples: sorted };
}

/** @param {{ node: string, machine: string, verdicts: readonly Timing[], activation: Timing, vsixBytes: number }} result */
function print({ node, machine, verdicts, activation, vsixBytes }) {
  const reference = verdicts[0]?.median ?? NaN;
  console.log(`\nFrom saving to the verdict on 20 checks. Node ${node}, ${machine}, ${rounds} rounds.\n`);
  console.log(row('', 'median', 'min', 'max', '× ours'));
  for (const { name, median, min, max } of verdicts)
    console.log(row(name, ms(median), ms(min), ms(max), (median / reference).toFixed(2)));
  console.log(
    `\nWaking the packaged extension: ${ms(activation.median)} (${ms(activation.min)} to ${ms(activation.max)}).`,
  );
  console.log(`VSIX: ${(vsixBytes / 1024).toFixed(0)} KiB.`);
}

/** @param {string} name @param {string[]} cells */
function row(name, ...cells) {
  return `${name.padEnd(42)}${cells.map(cell => cell.padStart(11)).join('')}`;
}

/** @param {number} value */
function ms(value) {
  return `${value.toFixed(1)} ms`;
}
