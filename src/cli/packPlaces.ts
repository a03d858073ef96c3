import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../core/errors';
import { packsBelow, type Installation } from '../node/installation';
import { isDrillpack } from '../node/drillpackName';
import { libraryIn, userLibraryFolder } from '../node/userLibrary';

/** Where a pack is read from. */
export interface PackPlace {
  /** A folder, or a `.drillpack`. */
  readonly path: string;
  readonly origin: PackOrigin;
}

export type PackOrigin =
  /** By `--packs`. */
  | 'named'
  /** With `install`: an archive of the library, or a folder that is used in place. */
  | 'installed'
  | 'bundled';

/** Those that were named, each a pack or a folder of packs, those that are installed, and those that came along. */
export async function packPlaces(
  named: readonly string[],
  installation: Installation,
): Promise<readonly PackPlace[]> {
  const from = (origin: PackOrigin, paths: readonly string[]): PackPlace[] =>
    paths.map(at => ({ path: at, origin }));
  const { library, folders } = libraryIn(userLibraryFolder());
  const linked = await Promise.all((await folders.all()).map(packsIn));
  return [
    ...from('named', (await Promise.all(named.map(packsAt))).flat()),
    ...from('installed', linked.flat()),
    ...from('installed', await library.archives()),
    ...from('bundled', await installation.bundledPacks()),
  ];
}

/** @throws HumanError `no-pack` when there is none. */
async function packsAt(folder: string): Promise<readonly string[]> {
  const packs = await packsIn(folder);
  if (packs.length > 0) return packs;
  throw new HumanError(
    'no-pack',
    `There is no pack in ${folder}: neither it nor a folder in it holds a pack.yaml, and there is no .drillpack in it.`,
  );
}

/** The pack itself, or the packs directly below: folders, then built ones. */
export async function packsIn(folder: string): Promise<readonly string[]> {
  if (isDrillpack(folder) || existsSync(path.join(folder, 'pack.yaml'))) return [folder];
  const names = await readdir(folder).catch(() => []);
  const built = names.filter(isDrillpack).sort();
  return [...(await packsBelow(folder)), ...built.map(name => path.join(folder, name))];
}
