import { homedir } from 'node:os';
import path from 'node:path';
import { LinkedFolders } from './drillpack/linkedFolders';
import { PackLibrary } from './drillpack/packLibrary';

/** What a person has added to the packs that came along. */
export interface UserLibrary {
  readonly library: PackLibrary;
  /** Used in place. */
  readonly folders: LinkedFolders;
}

export const libraryIn = (folder: string): UserLibrary => ({
  library: new PackLibrary(folder),
  folders: new LinkedFolders(path.join(folder, 'folders')),
});

/**
 * Where the packs of this user are that were installed on the command line: `DESIGN_DRILLS_LIBRARY`, or the system's own
 * place for what programs keep.
 */
export const userLibraryFolder = (): string =>
  path.resolve(process.env['DESIGN_DRILLS_LIBRARY'] ?? path.join(systemData(), 'design-drills', 'packs'));

function systemData(): string {
  switch (process.platform) {
    case 'win32':
      return process.env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local');
    case 'darwin':
      return path.join(homedir(), 'Library', 'Application Support');
    default:
      return process.env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local', 'share');
  }
}
