/**
 * From saving a file to the verdict on twenty checks, beside other runners; how many attempts a second a batch grades; how
 * long a catalogue of 10,000 exercises takes to be there; how long the packaged extension takes to wake, and how large it
 * is.
 *
 *   npm run bench [-- --rounds N] [-- --attempts N] [-- --json FILE] [-- --dist FOLDER] [-- --without-editor]
 *   npm run bench -- --catalogue
 *   npm run bench -- --first-paint
 *
 * `--dist` measures a build that is there instead of making one. `--catalogue` measures the catalogue alone,
 * `--first-paint` how soon a question is there after a click.
 *
 * All contenders take part in every round, one after the other, on the same Node, so that whatever else the machine does
 * hits all of them. Medians with their spread are printed and nothing is judged: this is not a test.
 */
import { mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { budgetTable, catalogueTable } from './budgets.mjs';
import { build } from './build.mjs';
import { timeCatalogue } from './catalogue.mjs';
import { contenders, peers } from './contenders.mjs';
import { timeFirstPaint } from './firstPaint.mjs';
import { runInHost } from './hostTests.mjs';
import { ensurePackages } from './install.mjs';
import { ensureNode } from './nodeBinary.mjs';
import { packageExtension, staging } from './package.mjs';
import { inRoot } from './paths.mjs';
import { mustRun } from './processes.mjs';

const { values: flags } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    attempts: { type: 'string', default: '500' },
    dist: { type: 'string' },
    'without-editor': { type: 'boolean', default: false },
    catalogue: { type: 'boolean', default: false },
    'first-paint': { type: 'boolean', default: false },
  },
});
const rounds = Number(flags.rounds);
if (!Number.isInteger(rounds) || rounds < 9) throw new Error('--rounds takes a whole number, 9 or more.');
const attempts = Number(flags.attempts);
if (!Number.isInteger(attempts) || attempts < 0) throw new Error('--attempts takes a whole number.');
const dist = path.resolve(flags.dist ?? inRoot('dist'));
const wakings = 3;
/** As long as our runner takes to start and to rehearse the next child. Milliseconds. */
const settleMs = 700;

await ensurePackages();
if (flags.dist === undefined) await build();
const { binary: node } = await ensureNode(24);
const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'design-drills-bench-')));
try {
  if (flags.catalogue) await measureCatalogue();
  else if (flags['first-paint']) await measureFirstPaint();
  else await measureAll();
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function measureFirstPaint() {
  const vsix = await packageExtension(path.join(scratch, 'design-drills.vsix'));
  const paints = await firstPaints(vsix);
  printFirstPaints(paints);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(paints, null, 2)}\n`);
}

/** @param {string} vsix */
async function firstPaints(vsix) {
  const { opened, drawn, moved, shifts } = await timeFirstPaint({ vsix, scratch, node, rounds });
  return {
    timings: [
      timing('in a panel that is there', moved),
      timing('in a new panel', opened),
      timing('of that, since its page began', drawn),
    ],
    layoutShift: Math.max(...shifts),
  };
}

/** @param {Awaited<ReturnType<typeof firstPaints>>} paints */
function printFirstPaints({ timings, layoutShift }) {
  console.log('\nFrom a click on an exercise to its first frame.\n');
  console.log('| | median | from | to |\n| --- | ---: | ---: | ---: |');
  for (const { name, median, min, max } of timings)
    console.log(`| ${[name, ms(median), ms(min), ms(max)].join(' | ')} |`);
  console.log(`\nMost that moved by itself after it was drawn: ${layoutShift.toFixed(4)}.`);
}

async function measureCatalogue() {
  const { cold, cached } = await timeCatalogue({ node, dist, scratch, rounds });
  const catalogue = catalogueOf(cold, cached);
  printCatalogue(catalogue);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(catalogue, null, 2)}\n`);
}

/**
 * @param {readonly import('./catalogue.mjs').Measured[]} cold
 * @param {readonly import('./catalogue.mjs').Measured[]} cached
 */
function catalogueOf(cold, cached) {
  const both = [...cold, ...cached];
  return {
    exercises: cold[0]?.exercises ?? 0,
    timings: [
      timing(
        'listed from built packs',
        cold.map(({ listMs }) => listMs),
      ),
      timing(
        'listed from the index',
        cached.map(({ listMs }) => listMs),
      ),
      timing(
        'filtered',
        both.map(({ filterMs }) => filterMs),
      ),
      timing(
        'one exercise read',
        both.map(({ openMs }) => openMs),
      ),
    ],
    heapBytes: Math.max(...cold.map(({ heapBytes }) => heapBytes)),
    cachedHeapBytes: Math.max(...cached.map(({ heapBytes }) => heapBytes)),
  };
}

/** @param {ReturnType<typeof catalogueOf>} catalogue */
function printCatalogue({ exercises, timings, heapBytes, cachedHeapBytes }) {
  const mib = (/** @type {number} */ bytes) => (bytes / 2 ** 20).toFixed(1);
  console.log(`\nA catalogue of ${exercises} exercises in built packs.\n\n${catalogueTable(timings)}`);
  console.log(`\nIt keeps ${mib(heapBytes)} MiB; from the index ${mib(cachedHeapBytes)} MiB.`);
}

async function measureAll() {
  const { verdicts, batches } = await timeVerdicts(scratch);
  const { cold, cached } = await timeCatalogue({ node, dist, scratch, rounds: 5 });
  const waking = flags['without-editor'] ? undefined : await timeActivation(scratch);
  const paints = waking && (await firstPaints(waking.vsix));
  const result = {
    node: (await mustRun(node, ['--version'])).trim(),
    machine: `${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    commit: (
      await mustRun('git', ['rev-parse', '--short', 'HEAD'], { cwd: inRoot() }).catch(() => '')
    ).trim(),
    peers,
    verdicts,
    batches,
    catalogue: catalogueOf(cold, cached),
    ...(paints && { paints }),
    ...(waking && { activation: waking.activation, vsixBytes: (await stat(waking.vsix)).size }),
  };
  print(result);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(result, null, 2)}\n`);
}

/** In the order of the contenders, ours first. @param {string} folder */
async function timeVerdicts(folder) {
  const { all, batches } = await contenders({ node, dist, scratch: folder });
  const graded = /** @type {import('./contenders.mjs').Batch[]} */ ([]);
  const samples = all.map(() => /** @type {number[]} */ ([]));
  try {
    // The first round fills caches, the operating system's too, and is not counted.
    for (let round = 0; round <= rounds; round++) {
      for (const [index, contender] of all.entries()) {
        const ms = await contender.time();
        await delay(settleMs); // what one of them does afterwards must not slow down the next
        if (round > 0) samples[index]?.push(ms);
      }
      process.stdout.write(round === 0 ? 'warmed up' : ` ${round}`);
    }
    process.stdout.write('\n');
    if (attempts > 0) graded.push(...(await batches(attempts, availableParallelism())));
  } finally {
    for (const contender of all) await contender.stop?.();
  }
  return { verdicts: all.map(({ name }, index) => timing(name, samples[index] ?? [])), batches: graded };
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

/**
 * @typedef {object} Result
 * @property {string} node
 * @property {string} machine
 * @property {readonly Timing[]} verdicts
 * @property {readonly import('./contenders.mjs').Batch[]} batches
 * @property {ReturnType<typeof catalogueOf>} catalogue
 * @property {Awaited<ReturnType<typeof firstPaints>>} [paints]
 * @property {Timing} [activation]
 * @property {number} [vsixBytes]
 */

/** @param {Result} result */
function print({ node, machine, verdicts, batches, catalogue, paints, activation, vsixBytes }) {
  const reference = verdicts[0]?.median ?? NaN;
  console.log(`\nFrom saving to the verdict on 20 checks. Node ${node}, ${machine}, ${rounds} rounds.\n`);
  console.log('| | median | from | to | × ours |\n| --- | ---: | ---: | ---: | ---: |');
  for (const { name, median, min, max } of verdicts)
    console.log(`| ${[name, ms(median), ms(min), ms(max), (median / reference).toFixed(2)].join(' | ')} |`);
  console.log(`\n${budgetTable(verdicts)}`);
  const [ours, others] = batches;
  if (ours && others)
    console.log(
      `\nA batch of ${ours.attempts}: ${ours.perSecond.toFixed(1)} attempts a second. ${others.name}: ` +
        `${others.perSecond.toFixed(1)} a second, measured on ${others.attempts}. ` +
        `That is ${(ours.perSecond / others.perSecond).toFixed(1)} times as many.`,
    );
  printCatalogue(catalogue);
  if (paints) printFirstPaints(paints);
  if (activation && vsixBytes !== undefined)
    console.log(
      `\nWaking the packaged extension: ${ms(activation.median)} (${ms(activation.min)} to ${ms(activation.max)}). ` +
        `VSIX: ${(vsixBytes / 1024).toFixed(0)} KiB.`,
    );
}

/** @param {number} value */
function ms(value) {
  return `${value.toFixed(1)} ms`;
}
