import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string[]} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** Where downloads are kept between runs and between clones: `DESIGN_DRILLS_CACHE`, or the system's own place. */
export const cacheFolder = process.env['DESIGN_DRILLS_CACHE'] ?? path.join(userCache(), 'design-drills');

/** What a test leaves to look at: screenshots, logs, results. Ignored by git. */
export const artifacts = inRoot('test-artifacts');

function userCache() {
  switch (process.platform) {
    case 'win32':
      return process.env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return path.join(homedir(), 'Library', 'Caches');
    default:
      return process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  }
}
