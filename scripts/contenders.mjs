import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { bunVersion, ensureBun } from './bunBinary.mjs';
import { cached } from './cache.mjs';
import { inRoot } from './paths.mjs';
import { npm, run, start } from './processes.mjs';

/** What the others are, at the versions we compare with. They are installed beside the editor, not in the repository. */
const packages = { vitest: '5.1.1', mocha: '12.0.3', tsx: '4.23.15' };
export const peers = { ...packages, bun: bunVersion };

const fixture = inRoot('test', 'bench', 'fixture');
/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {() => Promise<number>} time milliseconds from saving to the verdict on all checks
 * @property {() => Promise<void>} [stop]
 */

/** What the budgets compare, by the names in the tables. */
export const names = {
  warm: 'Design Drills, save to verdict',
  cold: 'Design Drills, no child waiting',
  command: 'design-drills run, the whole command',
  vitestWatch: 'vitest watch, re-run',
  vitestRun: 'vitest run',
  bunWatch: 'bun test --watch, re-run',
  bare: 'node -e 0',
};

/**
 * @typedef {object} Batch
 * @property {string} name
 * @property {number} attempts that were graded
 * @property {number} perSecond
 */

/**
 * Everyone who takes part, ready to be timed.
 *
 * @param {object} where
 * @param {string} where.node the binary for all of them but Bun
 * @param {string} where.dist the build of ours
 * @param {string} where.scratch
 * @returns {Promise<{ all: readonly Contender[], batches: (attempts: number, parallel: number) => Promise<Batch[]> }>}
 */
export async function contenders({ node, dist, scratch }) {
  const { folder, bunFolder, modules } = await preparePeers(scratch);
  const attempt = path.join(scratch, 'attempt');
  await cp(path.join(fixture, 'pack', 'limiter', 'solution'), attempt, { recursive: true });
  const pack = path.join(fixture, 'pack');
  const tsx = ['--import', pathToFileURL(path.join(modules, 'tsx', 'dist', 'loader.mjs')).href];
  const vitest = path.join(modules, 'vitest', 'vitest.mjs');
  const mocha = path.join(modules, 'mocha', 'bin', 'mocha.js');
  /** @param {string} name @param {readonly string[]} args @param {RegExp} verdict @returns {Contender} */
  const command = (name, args, verdict) => ({ name, time: () => timeCommand(node, args, folder, verdict) });
  const ours = startOurs(
    node,
    [path.join(dist, 'test', 'bench', 'ours.entry.js'), path.join(dist, 'sandbox')],
    {
      pack,
      attempt,
      cache: path.join(scratch, 'code'),
    },
  );
  const mochaCommand = command(
    'mocha with tsx',
    [...tsx, mocha, 'mochaSuite.ts'],
    new RegExp(`${checks} passing`),
  );
  const all = [
    { name: names.warm, time: () => ours.ask('warm', checks), stop: ours.stop },
    { name: names.cold, time: () => ours.ask('cold', checks) },
    command(
      names.command,
      [path.join(dist, 'cli.js'), 'run', 'bench/limiter', '--attempt', attempt, '--packs', pack],
      new RegExp(`All ${checks} checks passed`),
    ),
    watch(names.vitestWatch, node, [vitest, 'watch'], folder, allPassed),
    watch(names.bunWatch, await ensureBun(), ['test', '--watch', './bunSuite.test.ts'], bunFolder, bunPassed),
    command(names.vitestRun, [vitest, 'run'], allPassed),
    mochaCommand,
    command('node --test with tsx', [...tsx, '--test', 'nodeSuite.ts'], new RegExp(`pass ${checks}\\b`)),
    command(names.bare, ['-e', '0'], /^/),
  ];
  /** One mocha process each is timed on a sample: all of them would take minutes and say the same. */
  const batches = async (/** @type {number} */ attempts, /** @type {number} */ parallel) => {
    const ms = await ours.ask(`batch ${attempts} ${parallel}`, attempts);
    const sampleMs = await inParallel(mochaSample, parallel, mochaCommand.time);
    return [
      { name: 'Design Drills, a batch', attempts, perSecond: (1_000 * attempts) / ms },
      {
        name: 'one mocha process each',
        attempts: mochaSample,
        perSecond: (1_000 * mochaSample) / sampleMs,
      },
    ];
  };
  return { all, batches };
}

const mochaSample = 20;

/** @param {number} count @param {number} parallel @param {() => Promise<unknown>} work @returns {Promise<number>} milliseconds */
async function inParallel(count, parallel, work) {
  const began = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      while (left-- > 0) await work();
    }),
  );
  return performance.now() - began;
}

const checks = 20;
const bunPassed = new RegExp(`^\\s*${checks} pass\\b[\\s\\S]*?^Ran ${checks} tests`, 'm');
const allPassed = new RegExp(`^${checks} passing of ${checks}$`, 'm');
/** The file that is saved over and over. */
const edited = 'limiter.ts';

/** @param {string} scratch */
async function preparePeers(scratch) {
  const versions = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
  const installed = await cached(`bench-${versions.join('-')}`, async building => {
    await writeFile(path.join(building, 'package.json'), JSON.stringify({ private: true }));
    await npm(['install', '--no-audit', '--no-fund', '--loglevel=error', ...versions], { cwd: building });
  });
  const folder = path.join(scratch, 'peers');
  await cp(path.join(fixture, 'peers'), folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await cp(path.join(fixture, 'pack', 'limiter', 'tests', 'checks.ts'), path.join(folder, 'checks.ts'));
  await cp(path.join(fixture, 'pack', 'limiter', 'solution', edited), path.join(folder, edited));
  const modules = path.join(folder, 'node_modules');
  await symlink(path.join(installed, 'node_modules'), modules, 'junction');
  // A save for one of those that watch must not wake the other.
  const bunFolder = path.join(scratch, 'bun');
  await mkdir(bunFolder);
  for (const name of ['bunSuite.test.ts', 'checks.ts', edited])
    await cp(path.join(folder, name), path.join(bunFolder, name));
  return { folder, bunFolder, modules };
}

/** @param {string} node @param {readonly string[]} args @param {string} cwd @param {RegExp} verdict */
async function timeCommand(node, args, cwd, verdict) {
  const began = performance.now();
  const { code, output } = await run(node, args, { cwd, env });
  const ms = performance.now() - began;
  if (code !== 0 || !verdict.test(output)) throw new Error(`${args.join(' ')} gave no verdict.\n${output}`);
  return ms;
}

/**
 * As in the editor: a process that stays. It is told of a save, as VS Code tells it.
 *
 * @param {string} node
 * @param {readonly string[]} entry with the folder of the child
 * @param {{ pack: string, attempt: string, cache: string }} folders
 */
function startOurs(node, entry, { pack, attempt, cache }) {
  const args = [...entry, pack, attempt, edited, cache];
  const child = spawn(node, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @param {string} what @param {number} expected @returns {Promise<number>} milliseconds */
    async ask(what, expected) {
      child.stdin.write(`${what}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('Our runner has ended.');
      const { ms, passed, total, walls } = JSON.parse(value);
      const standing = Object.values(walls).every(Boolean);
      if (passed !== expected || total !== expected || !standing)
        throw new Error(`Our run was not whole: ${value}`);
      return ms;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * It notices the save by itself.
 *
 * @param {string} name
 * @param {string} binary
 * @param {readonly string[]} args
 * @param {string} folder
 * @param {RegExp} passed what it prints after each run
 * @returns {Contender}
 */
function watch(name, binary, args, folder, passed) {
  const watcher = start(binary, args, { cwd: folder, env });
  const file = path.join(folder, edited);
  let saves = 0;
  let verdicts = 0;
  const verdict = async () => {
    const wanted = ++verdicts;
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(1))
      if (matches(watcher.output(), passed) >= wanted) return;
    throw new Error(`${name} gave no verdict.\n${watcher.output()}`);
  };
  const first = verdict();
  first.catch(() => {}); // whoever times it hears of it
  return {
    name,
    async time() {
      await first;
      const text = await readFile(path.join(fixture, 'pack', 'limiter', 'solution', edited), 'utf8');
      const began = performance.now();
      await writeFile(file, `${text}// ${name} ${++saves}\n`);
      await verdict();
      return performance.now() - began;
    },
    stop: watcher.stop,
  };
}

/** @param {string} text @param {RegExp} pattern */
const matches = (text, pattern) => [...text.matchAll(new RegExp(pattern.source, 'gm'))].length;

/** Nothing of the process that runs us may speed up or slow down one of them. */
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', CI: '1' };
