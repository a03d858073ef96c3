/** Installs the repository's own packages when they are missing or older than the lock file says. Built-ins only. */
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { npm } from './processes.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, peer?: boolean }>} LockedPackages */

export async function ensurePackages() {
  const missing = outdated();
  if (missing === 0) return;
  console.log(`Installing packages (${missing} missing or outdated) …`);
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: inRoot() });
  if (outdated() > 0) throw new Error('npm ci left packages out that package-lock.json asks for.');
}

/** How many packages are not there as the lock file wants them. Optional ones depend on the system. */
function outdated() {
  const wanted = readLock(inRoot('package-lock.json'));
  const hidden = inRoot('node_modules', '.package-lock.json');
  const found = existsSync(hidden) ? readLock(hidden) : {};
  return Object.entries(wanted).filter(
    ([place, entry]) => place !== '' && !entry.optional && found[place]?.version !== entry.version,
  ).length;
}

/** @param {string} file @returns {LockedPackages} */
const readLock = file => JSON.parse(readFileSync(file, 'utf8')).packages;
