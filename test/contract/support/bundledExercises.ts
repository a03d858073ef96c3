import { readdirSync } from 'node:fs';
import path from 'node:path';

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name);

/** The packs in `exercises`, with the ids of their exercises. Named before they are parsed, so that each is a test of its own. */
export const bundledPacks: readonly { readonly folder: string; readonly ids: readonly string[] }[] =
  foldersIn('exercises').map(name => {
    const folder = path.join('exercises', name);
    return { folder, ids: foldersIn(folder) };
  });
