import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { packsBelow, type Installation } from '../node/installation';
import { isDrillpack } from '../node/drillpackName';
import type { UserLibrary } from '../node/userLibrary';
import { isOnDisk } from './gate';
import { contributions } from './packs/contributions';
import { readSetting } from './settings';
import { findByName } from './workspaceSearch';

/** Where a pack is read from. */
export interface PackLocation {
  /** Absolute: a folder, or a `.drillpack`. */
  readonly path: string;
  readonly origin: PackOrigin;
  /** The id of the extension that contributes it; empty for every other origin. */
  readonly extension: string;
}

export type PackOrigin =
  | 'workspace'
  | 'setting'
  /** A folder that the person has added, used in place. */
  | 'folder'
  /** An archive that the person has installed. */
  | 'library'
  | 'bundled'
  | 'extension';

/** Its files lie where they can be changed. */
export const isAuthored = ({ origin, path: at }: Pick<PackLocation, 'origin' | 'path'>): boolean =>
  (origin === 'workspace' || origin === 'setting' || origin === 'folder') && !isDrillpack(at);

const maxWorkspacePacks = 50;

/** Every place to read a pack from. Those nearest to the person come first, because the first pack of an id is used. */
export async function packLocations(
  installation: Installation,
  { library, folders }: UserLibrary,
  log: vscode.LogOutputChannel,
): Promise<PackLocation[]> {
  const from = (origin: PackOrigin, paths: readonly string[], extension = ''): PackLocation[] =>
    paths.map(at => ({ path: at, origin, extension }));
  const below = async (places: readonly string[]): Promise<string[]> =>
    (await Promise.all(places.map(packsAt))).flat();
  const all = [
    ...from('workspace', await workspacePacks(log)),
    ...from('setting', await below(readSetting('packs.folders').flatMap(absolute))),
    ...from('folder', await below(await folders.all())),
    ...from('library', await library.archives()),
    // After those that came along: an extension does not take their place.
    ...from('bundled', await installation.bundledPacks()),
    ...contributions().flatMap(({ packs, extension }) => from('extension', packs, extension)),
  ];
  return all.filter((location, i) => all.findIndex(other => other.path === location.path) === i);
}

async function workspacePacks(log: vscode.LogOutputChannel): Promise<string[]> {
  const found = await findByName('pack.yaml', maxWorkspacePacks, log);
  return found.filter(isOnDisk).map(uri => path.dirname(uri.fsPath));
}

/** A relative folder is looked for in every folder of the workspace. */
function absolute(folder: string): string[] {
  if (folder.startsWith('~/')) return [path.join(homedir(), folder.slice(2))];
  if (path.isAbsolute(folder)) return [folder];
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => isOnDisk(uri))
    .map(({ uri }) => path.join(uri.fsPath, folder));
}

/** The folder itself when it is a pack, otherwise the packs in it; itself again when there are none, to be reported. */
async function packsAt(folder: string): Promise<string[]> {
  if (isDrillpack(folder) || existsSync(path.join(folder, 'pack.yaml'))) return [folder];
  const below = await packsBelow(folder).catch(() => []);
  return below.length > 0 ? below : [folder];
}
