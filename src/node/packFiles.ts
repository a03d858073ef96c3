import * as l10n from '@vscode/l10n';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../core/errors';
import { isPortablePath } from '../core/pack/names';
import type { Problem } from '../core/pack/problem';
import type { PackSource } from '../core/pack/source';
import { manifestFile, signatureFile } from '../core/pack/manifest';
import { hashOfFiles, sha256 } from './packHash';
import { inParallel } from './inParallel';
import { readTextFile } from './textFile';

/** What a pack may hold, so that a wrong folder chosen by mistake does not fill the memory. */
export const packLimits = {
  files: 2_000,
  /** Bytes of one file. */
  fileBytes: 1_000_000,
  /** Bytes of all files together. */
  totalBytes: 20_000_000,
  /** Folders below one another. */
  depth: 8,
} as const;

/** Files that are read at a time. */
const readers = 16;

/** Names that are never part of a pack. Everything that begins with a dot is left out as well. */
const ignoredFolders = new Set(['node_modules']);

/** What a build adds: they speak of the pack and are no part of it. */
const ofBuilds = new Set([manifestFile, signatureFile]);

/**
 * Reads a whole pack into memory. Links, files that are too large and files that are not text are left out and reported
 * among the problems of the source; so is everything beyond the limits.
 *
 * Texts have their byte-order mark removed and their line ends made `\n`, so that a checkout on Windows has the same
 * hash as one on Linux.
 *
 * @param only with an exercise, its folder and pack.yaml are read and nothing else; the hash is of those
 * @throws HumanError `no-pack` when there is no such folder, `pack-too-large` when the limits are exceeded.
 */
export async function readPack(
  folder: string,
  only: { readonly exercise?: string } = {},
): Promise<PackSource> {
  const root = path.resolve(folder);
  const problems: Problem[] = [];
  const files = new Map</* path in the pack */ string, string>();
  const found: string[] = [];
  let total = 0;

  const isWanted = (name: string): boolean =>
    only.exercise === undefined ? !ofBuilds.has(name) : name === only.exercise || name === 'pack.yaml';

  const visit = async (relative: string, depth: number): Promise<void> => {
    if (depth > packLimits.depth)
      throw tooLarge(
        root,
        l10n.t('has folders more than {0} levels deep, at {1}', packLimits.depth, relative),
      );
    const entries = await readdir(path.join(root, relative), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
      if (entry.name.startsWith('.') || ignoredFolders.has(entry.name)) continue;
      if (relative === '' && !isWanted(entry.name)) continue;
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await visit(name, depth + 1);
      else if (entry.isFile()) {
        found.push(name);
        if (found.length > packLimits.files)
          throw tooLarge(root, l10n.t('holds more than {0} files', packLimits.files));
      } else
        problems.push(
          leftOut(
            name,
            'link',
            l10n.t('This is a link or a device, not a file.'),
            l10n.t('Replace it by a copy.'),
          ),
        );
    }
  };

  const take = async (name: string): Promise<void> => {
    if (!isPortablePath(name)) {
      problems.push(
        leftOut(
          name,
          'bad-path',
          l10n.t('Not every system can hold this name.'),
          l10n.t('Use letters, digits, ".", "_" and "-".'),
        ),
      );
      return;
    }
    const read = await readTextFile(path.join(root, name), packLimits.fileBytes);
    if (read.kind !== 'text') {
      problems.push(read.kind === 'too-large' ? tooLargeFile(name, read.bytes) : notText(name));
      return;
    }
    total += read.text.length;
    files.set(name, read.text);
    if (total > packLimits.totalBytes)
      throw tooLarge(root, l10n.t('holds more than {0} MB', packLimits.totalBytes / 1e6));
  };

  try {
    await visit('', 0);
    await inParallel(found, readers, take);
  } catch (cause) {
    if (cause instanceof HumanError) throw cause;
    throw new HumanError(
      'no-pack',
      l10n.t('The folder {0} cannot be read as a pack: {1}.', folder, reason(cause)),
      {
        cause,
      },
    );
  }
  const paths = [...files.keys()].sort(compare);
  const hashes = Object.fromEntries(paths.map(name => [name, sha256(files.get(name)!)]));
  return {
    label: folder,
    hash: hashOfFiles(hashes),
    problems: problems.sort((a, b) => compare(a.file, b.file)),
    list: () => paths,
    read: name => files.get(name),
  };
}

/** The text of a pack's pack.yaml, or undefined when there is none that can be read. */
export async function packManifest(folder: string): Promise<string | undefined> {
  const read = await readTextFile(path.join(folder, 'pack.yaml'), packLimits.fileBytes).catch(
    () => undefined,
  );
  return read?.kind === 'text' ? read.text : undefined;
}

const leftOut = (file: string, code: string, message: string, remedy: string): Problem => ({
  ...{ code, file, message, remedy },
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  severity: 'error',
});

const tooLargeFile = (name: string, bytes: number): Problem =>
  leftOut(
    name,
    'file-too-large',
    l10n.t('The file has {0} bytes; at most {1} are read.', bytes, packLimits.fileBytes),
    l10n.t('Shorten it.'),
  );

const notText = (name: string): Problem =>
  leftOut(
    name,
    'not-text',
    l10n.t('The file is not text in UTF-8.'),
    l10n.t('Packs hold text only; remove it.'),
  );

const tooLarge = (root: string, what: string): HumanError =>
  new HumanError('pack-too-large', l10n.t('The pack in {0} {1}. Is this the right folder?', root, what));

/** By code unit: the same on every machine, unlike `localeCompare`. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const reason = (thrown: unknown): string => {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ENOENT') return l10n.t('there is no such folder');
  if (code === 'ENOTDIR') return l10n.t('it is not a folder');
  return thrown instanceof Error ? thrown.message : String(thrown);
};
