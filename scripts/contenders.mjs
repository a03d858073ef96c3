import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { cached } from './cache.mjs';
import { inRoot } from './paths.mjs';
import { npm, run, start } from './processes.mjs';

/** What the others are, at the versions we compare with. They are installed beside the editor, not in the repository. */
export const peers = { vitest: '5.1.1', mocha: '12.0.3', tsx: '4.23.15' };

const fixture = inRoot('test', 'bench', 'fixture');
/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {() => Promise<number>} time milliseconds from saving to the verdict on all checks
 * @property {() => Promise<void>} [stop]
 */

/**
 * Everyone who takes part, ready to be timed.
 *
 * @param {string} node the binary for all of them
 * @param {string} scratch
 * @returns {Promise<readonly Contender[]>}
 */
export async function contenders(node, scratch) {
  const { folder, modules } = await preparePeers(scratch);
  const attempt = path.join(scratch, 'attempt');
  await cp(path.join(fixture, 'pack', 'limiter', 'solution'), attempt, { recursive: true });
  const pack = path.join(fixture, 'pack');
  const tsx = ['--import', pathToFileURL(path.join(modules, 'tsx', 'dist', 'loader.mjs')).href];
  const vitest = path.join(modules, 'vitest', 'vitest.mjs');
  const mocha = path.join(modules, 'mocha', 'bin', 'mocha.js');
  /** @param {string} name @param {readonly string[]} args @param {RegExp} verdict @returns {Contender} */
  const command = (name, args, verdict) => ({ name, time: () => timeCommand(node, args, folder, verdict) });
  return [
    ours(node, pack, attempt),
    command(
      'Design Drills, cold: design-drills run',
      [inRoot('dist', 'cli.js'), 'run', 'bench/limiter', '--attempt', attempt, '--packs', pack],
      new RegExp(`All ${checks} checks passed`),
    ),
    vitestWatch(node, vitest, folder),
    command('vitest run', [vitest, 'run'], allPassed),
    command('mocha with tsx', [...tsx, mocha, 'mochaSuite.ts'], new RegExp(`${checks} passing`)),
    command('node --test with tsx', [...tsx, '--test', 'nodeSuite.ts'], new RegExp(`pass ${checks}\\b`)),
    command('node -e 0', ['-e', '0'], /^/),
  ];
}

const checks = 20;
const allPassed = new RegExp(`^${checks} passing of ${checks}$`, 'm');
/** The file that is saved over and over. */
const edited = 'limiter.ts';

/** @param {string} scratch */
async function preparePeers(scratch) {
  const versions = Object.entries(peers).map(([name, version]) => `${name}@${version}`);
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
  return { folder, modules };
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
 * As in the editor: a process that stays, with the next child waiting. It is told of the save, as VS Code tells it.
 *
 * @param {string} node
 * @param {string} pack
 * @param {string} attempt
 * @returns {Contender}
 */
function ours(node, pack, attempt) {
  const entry = inRoot('dist', 'test', 'bench', 'ours.entry.js');
  const child = spawn(node, [entry, pack, attempt, edited], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name: 'Design Drills, warm',
    async time() {
      child.stdin.write('save\n');
      const { value, done } = await lines.next();
      if (done) throw new Error('Our runner has ended.');
      const { ms, passed, total, walls } = JSON.parse(value);
      const standing = Object.values(walls).every(Boolean);
      if (passed !== checks || total !== checks || !standing)
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

/** It notices the save by itself. @param {string} node @param {string} vitest @param {string} folder @returns {Contender} */
function vitestWatch(node, vitest, folder) {
  const watch = start(node, [vitest, 'watch'], { cwd: folder, env });
  const file = path.join(folder, edited);
  let saves = 0;
  let verdicts = 0;
  const verdict = async () => {
    const wanted = ++verdicts;
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(1))
      if (matches(watch.output(), allPassed) >= wanted) return;
    throw new Error(`vitest gave no verdict.\n${watch.output()}`);
  };
  const first = verdict();
  return {
    name: 'vitest watch, re-run',
    async time() {
      await first;
      const text = await readFile(file, 'utf8');
      const began = performance.now();
      await writeFile(file, `${text}// ${++saves}\n`);
      await verdict();
      return performance.now() - began;
    },
    stop: watch.stop,
  };
}

/** @param {string} text @param {RegExp} pattern */
const matches = (text, pattern) => [...text.matchAll(new RegExp(pattern.source, 'gm'))].length;

/** Nothing of the process that runs us may speed up or slow down one of them. */
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', CI: '1' };
