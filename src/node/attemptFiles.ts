import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { UpdateChanges } from '../core/attemptUpdate';
import { HumanError } from '../core/errors';
import { answersFolder } from '../core/pack/names';
import type { PlannedFile } from '../core/scaffold';
import { formatMarker, markerName, parseMarker, type Marker } from '../protocol/marker';
import { readTextFile } from './textFile';

/** What an attempt may hold; larger folders are not attempts. */
export const attemptLimits = {
  files: 500,
  /** Bytes of one file. */
  fileBytes: 1_000_000,
  /** Folders below one another. */
  depth: 6,
} as const;

/** Where copies are kept; its name begins with a dot, so that it is no part of the attempt. */
const backupRoot = '.backup';

export interface AttemptOnDisk {
  /** Every text file, path -> text. Left out: links, other files, `node_modules` and names with a leading dot. */
  readonly files: Readonly<Record<string, string>>;
  /** `broken`: the folder has one, and it is not as it was written. */
  readonly marker: Marker | 'broken' | undefined;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whether a file of an attempt takes part in a run. */
export const isSource = (file: string): boolean =>
  file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith(`${answersFolder}/`);

/** The files that a run takes. */
export const sourcesOf = ({ files }: AttemptOnDisk): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([file]) => isSource(file)));

/**
 * Reads the folder of an attempt, never following a link out of it.
 *
 * @throws HumanError `no-attempt` when there is no such folder, `attempt-too-large` when it cannot be one.
 */
export async function readAttempt(folder: string): Promise<AttemptOnDisk> {
  const root = path.resolve(folder);
  const files: Record<string, string> = {};
  let count = 0;
  const visit = async (relative: string, depth: number): Promise<void> => {
    if (depth > attemptLimits.depth) return;
    const entries = await readdir(path.join(root, relative), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const name = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) await visit(name, depth + 1);
      else if (entry.isFile()) {
        if (++count > attemptLimits.files) throw tooLarge(folder);
        const read = await readTextFile(path.join(root, name), attemptLimits.fileBytes);
        if (read.kind === 'text') files[name] = read.text;
        else if (isSource(name)) throw unreadable(name, read.kind);
      }
    }
  };
  try {
    await visit('', 0);
  } catch (cause) {
    if (cause instanceof HumanError) throw cause;
    throw new HumanError(
      'no-attempt',
      l10n.t(
        'The attempt in {0} cannot be read: {1}. "design-drills scaffold" makes one.',
        folder,
        reasonOf(cause),
      ),
      {
        cause,
      },
    );
  }
  return { files, marker: await readMarker(root) };
}

async function readMarker(root: string): Promise<AttemptOnDisk['marker']> {
  try {
    const read = await readTextFile(path.join(root, markerName), attemptLimits.fileBytes);
    return (read.kind === 'text' ? parseMarker(read.text) : undefined) ?? 'broken';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    return 'broken';
  }
}

/** Carries out a plan; the marker comes last, so that a folder with a marker is complete. */
export async function writePlanned(
  folder: string,
  files: readonly PlannedFile[],
  marker?: Marker,
): Promise<void> {
  for (const file of files)
    if (file.action !== 'keep') await replaceFile(path.join(folder, file.path), file.text);
  if (marker) await replaceFile(path.join(folder, markerName), formatMarker(marker));
}

/** Carries out an update. Nothing is replaced or moved before it has a copy; the marker comes last. */
export async function writeUpdate(folder: string, changes: UpdateChanges): Promise<void> {
  const { backup, moves, files, record } = changes;
  await writePlanned(
    folder,
    backup.map(({ to, text }) => ({ path: to, text, owner: 'learner', action: 'create' })),
  );
  for (const { from, to } of moves) {
    await mkdir(path.dirname(path.join(folder, to)), { recursive: true });
    await rename(path.join(folder, from), path.join(folder, to));
  }
  await writePlanned(folder, files, { version: 1, ...record });
}

/** A folder for copies, relative to the attempt, that is not there yet, also when two fall into one second. */
export async function newBackupFolder(folder: string, now: Date): Promise<string> {
  const moment = now.toISOString().slice(0, 19).replaceAll(':', '-');
  for (let i = 1; ; i++) {
    const name = `${backupRoot}/${moment}${i === 1 ? '' : `-${i}`}`;
    const isTaken = await stat(path.join(folder, name)).then(
      () => true,
      () => false,
    );
    if (!isTaken) return name;
  }
}

/** A crash leaves the old file or the new one, never half of it. A link is replaced, not written through. */
async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, text, { flag: 'wx' });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

const tooLarge = (folder: string): HumanError =>
  new HumanError(
    'attempt-too-large',
    l10n.t(
      '{0} holds more than {1} files, so it is not an attempt. Name the folder that was scaffolded.',
      folder,
      attemptLimits.files,
    ),
  );

const unreadable = (file: string, kind: 'too-large' | 'not-text'): HumanError =>
  kind === 'too-large'
    ? new HumanError(
        'file-too-large',
        l10n.t('{0} has more than {1} bytes. Shorten it.', file, attemptLimits.fileBytes),
      )
    : new HumanError('not-text', l10n.t('{0} is not text in UTF-8. Save it as UTF-8.', file));

const codeOf = (thrown: unknown): unknown =>
  thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;

/** Why a folder could not be read, to complete a sentence. */
export function reasonOf(thrown: unknown): string {
  switch (codeOf(thrown)) {
    case 'ENOENT':
      return l10n.t('there is no such folder');
    case 'ENOTDIR':
      return l10n.t('it is not a folder');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('permission is denied');
    default:
      return thrown instanceof Error ? thrown.message : String(thrown);
  }
}
