import { existsSync } from 'node:fs';
import { onPath, run } from './processes.mjs';

/**
 * The redis-server that tests compare with: named by `REDIS_SERVER`, installed, or put there by the system's package
 * manager when that needs no password.
 *
 * @returns {Promise<string>} its binary
 * @throws when there is none, saying what to do
 */
export async function ensureRedisServer() {
  const named = process.env['REDIS_SERVER'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`REDIS_SERVER names ${named}, which does not exist.`);
  }
  if (onPath('redis-server') || (await installWithApt())) return 'redis-server';
  throw new Error(
    'No redis-server to compare with: install Redis 7 or later (Debian: apt-get install redis-server), or set REDIS_SERVER to its path, and run again.',
  );
}

async function installWithApt() {
  if (process.platform !== 'linux' || !onPath('apt-get')) return false;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && (await run('sudo', ['-n', 'true']).catch(() => ({ code: 1 }))).code !== 0)
    return false;
  console.log('Installing redis-server with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'redis-server']]) {
    const [file = '', ...rest] = [...sudo, 'apt-get', ...args];
    const { code, output } = await run(file, rest, { env });
    if (code !== 0) console.error(output.trim().split('\n').slice(-5).join('\n'));
  }
  return onPath('redis-server');
}
