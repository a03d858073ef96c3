import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { packsBelow, type Installation } from '../node/installation';
import { isOnDisk } from './gate';
import { readSetting } from './settings';
import { findByName } from './workspaceSearch';

/** A folder that a pack is read from. */
export interface PackLocation {
  /** Absolute. */
  readonly path: string;
  readonly origin: 'workspace' | 'setting' | 'bundled';
}

const maxWorkspacePacks = 50;

/** Every place to read a pack from. Those nearest to the person come first, because the first pack of an id is used. */
export async function packLocations(
  installation: Installation,
  log: vscode.LogOutputChannel,
): Promise<PackLocation[]> {
  const configured = readSetting('packs.folders').flatMap(absolute);
  const all = [
    ...(await workspacePacks(log)).map(at => ({ path: at, origin: 'workspace' as const })),
    ...(await Promise.all(configured.map(packsAt)))
      .flat()
      .map(at => ({ path: at, origin: 'setting' as const })),
    ...(await installation.bundledPacks()).map(at => ({ path: at, origin: 'bundled' as const })),
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
  if (existsSync(path.join(folder, 'pack.yaml'))) return [folder];
  const below = await packsBelow(folder).catch(() => []);
  return below.length > 0 ? below : [folder];
}
