import { homedir } from 'node:os';
import path from 'node:path';

/** Where this user's programs keep what can be made again: `DESIGN_DRILLS_CACHE`, or the system's own place. */
export const userCacheFolder = (): string =>
  process.env['DESIGN_DRILLS_CACHE'] ?? path.join(systemCache(), 'design-drills');

function systemCache(): string {
  switch (process.platform) {
    case 'win32':
      return process.env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return path.join(homedir(), 'Library', 'Caches');
    default:
      return process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache');
  }
}
