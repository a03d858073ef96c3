import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @typedef {object} Finished
 * @property {number} code the exit code; 1 when a signal ended it
 * @property {string} output standard output and standard error, in the order they came
 */

/**
 * Runs a program to its end.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show` prints while it runs
 * @returns {Promise<Finished>}
 * @throws when the program cannot be started
 */
export async function run(file, args, { cwd, env, show = false } = {}) {
  const child = spawn(file, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = /** @type {string[]} */ ([]);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', text => {
      chunks.push(text);
      if (show) process.stdout.write(text);
    });
  }
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output: chunks.join('') };
}

/**
 * Runs a program to its end.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options]
 * @returns {Promise<string>} what it printed
 * @throws with what it printed, when it fails
 */
export async function mustRun(file, args, options) {
  const { code, output } = await run(file, args, options);
  if (code !== 0)
    throw new Error(`${path.basename(file)} ${args.join(' ')} ended with code ${code}.\n${output.trim()}`);
  return output;
}

/**
 * @param {readonly string[]} args what follows `npm`
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options] `env` is added to ours
 */
export function npm(args, options) {
  const env = { ...process.env, ...options?.env };
  // Set by the `npm run` around us, and about this repository: a nested npm would take them for its own.
  for (const key of Object.keys(env))
    if (/^npm_(package|lifecycle)_|^npm_config_local_prefix$/.test(key)) delete env[key];
  const script = process.env['npm_execpath'];
  if (script && /npm-cli\.[cm]?js$/.test(script))
    return mustRun(process.execPath, [script, ...args], { ...options, env });
  if (process.platform !== 'win32') return mustRun('npm', args, { ...options, env });
  // npm.cmd is a batch file, which can only be started through the shell; the arguments are ours and hold no blanks.
  return mustRun(process.env['ComSpec'] ?? 'cmd.exe', ['/d', '/s', '/c', `npm ${args.join(' ')}`], {
    ...options,
    env,
  });
}

/**
 * @typedef {object} Started
 * @property {import('node:child_process').ChildProcess} child
 * @property {() => string} output what it has printed so far
 * @property {Promise<number>} ended its exit code
 * @property {() => Promise<void>} stop ends it and everything it started
 */

/**
 * Starts a program in a group of its own, so that it can be ended together with its children.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Started}
 */
export function start(file, args, { cwd, env } = {}) {
  const child = spawn(file, args, {
    cwd,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const chunks = /** @type {string[]} */ ([]);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', text => chunks.push(text));
  }
  /** @type {Promise<number>} */
  const ended = new Promise(resolve => {
    child.once('error', error => {
      chunks.push(String(error));
      resolve(1);
    });
    child.once('exit', code => resolve(code ?? 1));
  });
  const stop = async () => {
    endGroup(child, 'SIGTERM');
    await Promise.race([ended, delay(3_000, undefined, { ref: false })]);
    // Also after a quiet exit: children that outlived their parent are still in the group.
    endGroup(child, 'SIGKILL');
    await ended;
    live.delete(child);
  };
  live.add(child);
  return { child, output: () => chunks.join(''), ended, stop };
}

/** Groups that would outlive us. @type {Set<import('node:child_process').ChildProcess>} */
const live = new Set();
process.on('exit', () => {
  for (const child of live) endGroup(child, 'SIGKILL');
});
// Without a listener these end the process before "exit" is told to anyone.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.once(signal, () => process.exit(130));

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function endGroup(child, signal) {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null)
      spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has already gone.
  }
}

/** @param {number} [preferred] taken when nobody listens there @returns {Promise<number>} a port of the loopback */
export async function freePort(preferred = 0) {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen(preferred, '127.0.0.1');
  try {
    await listening;
  } catch {
    return freePort();
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  server.close();
  await once(server, 'close');
  return address.port;
}

/** @param {string} name @returns {boolean} whether it can be started by name */
export function onPath(name) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [name], { stdio: 'ignore' }).status === 0;
}
