import path from 'node:path';
import * as vscode from 'vscode';
import { parseContributedPacks } from '../../core/pack/contributedPacks';
import type { Problem } from '../../core/pack/problem';

/** What other extensions bring along. */
export interface Contribution {
  /** Of the extension, for people. */
  readonly extension: string;
  /** Absolute. */
  readonly folder: string;
  /** Absolute: folders and `.drillpack` files in the extension. */
  readonly packs: readonly string[];
  /** Mistakes in its package.json. */
  readonly problems: readonly Problem[];
}

/** Of every extension that contributes packs or tries to, by id, so that nothing depends on the order of their start. */
export function contributions(): readonly Contribution[] {
  return [...vscode.extensions.all]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .filter(({ extensionUri }) => extensionUri.scheme === 'file')
    .map(({ id, extensionPath, packageJSON }) => {
      const { paths, problems } = parseContributedPacks(packageJSON);
      const packs = paths.map(relative => path.join(extensionPath, relative));
      return { extension: id, folder: extensionPath, packs, problems };
    })
    .filter(({ packs, problems }) => packs.length + problems.length > 0);
}
