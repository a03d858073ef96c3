import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cacheFolder } from './paths.mjs';

const heartbeatMs = 2_000;
const abandonedMs = 15_000;

/**
 * A folder of the cache, filled once. Callers that come while it is being filled wait for it, in any process.
 *
 * @param {string} name says what is in it, with the version
 * @param {(folder: string) => Promise<void>} fill is handed an empty folder
 * @returns {Promise<string>} the folder, complete
 */
export async function cached(name, fill) {
  const folder = path.join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder, { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (existsSync(folder)) return folder;
    const building = `${folder}.new`;
    await rm(building, { recursive: true, force: true });
    await mkdir(building);
    await fill(building);
    // Only a complete folder ever has the name, so that its presence is the whole check.
    await rename(building, folder);
    return folder;
  } finally {
    await release();
  }
}

/** @param {string} folder made by whoever holds the lock, and touched as long as they live */
async function lock(folder) {
  while (!(await tryMake(folder))) {
    const touched = await stat(folder).then(
      found => found.mtimeMs,
      () => Date.now(),
    );
    if (Date.now() - touched > abandonedMs) await rm(folder, { recursive: true, force: true });
    else await delay(250);
  }
  await writeFile(path.join(folder, 'pid'), String(process.pid));
  const heartbeat = setInterval(
    () => void utimes(folder, new Date(), new Date()).catch(() => {}),
    heartbeatMs,
  );
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    const holder = await readFile(path.join(folder, 'pid'), 'utf8').catch(() => '');
    if (holder === String(process.pid)) await rm(folder, { recursive: true, force: true });
  };
}

/** @param {string} folder @returns {Promise<boolean>} */
async function tryMake(folder) {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}
