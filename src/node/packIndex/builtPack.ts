import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../core/errors';
import type { Exercise } from '../../core/exercise';
import { indexOfManifest, manifestFile, parseManifest, type PackManifest } from '../../core/pack/manifest';
import { describes, type PackIndex } from '../../core/pack/packIndex';
import { formatProblem } from '../../core/pack/problem';
import type { PackSource } from '../../core/pack/source';
import { archiveLimits } from '../drillpack/archiveLimits';
import { isDrillpack } from '../drillpackName';
import { packLimits, readPack } from '../packFiles';
import { hashOfFiles, sha256 } from '../packHash';
import { readTextFile } from '../textFile';

/** Tells whether the file that speaks for a built pack is the one that was read. */
export interface Stamp {
  readonly size: number;
  /** Epoch milliseconds, with fractions. */
  readonly modified: number;
  readonly inode: number;
}

/** The file that speaks for a built pack: the archive, or the manifest in its folder. */
const spokesman = (place: string): string => (isDrillpack(place) ? place : path.join(place, manifestFile));

/** Undefined when there is no built pack. */
export async function stampOf(place: string): Promise<Stamp | undefined> {
  try {
    const { size, mtimeMs, ino } = await stat(spokesman(place));
    return { size, modified: mtimeMs, inode: ino };
  } catch {
    return undefined;
  }
}

/**
 * What a built pack says of itself, by one small read. It is held to it when an exercise is loaded.
 * @returns undefined for a folder whose manifest is none of ours: it is read as an author's
 * @throws HumanError with the code of the refusal for an archive that cannot be used.
 */
export async function readBuiltIndex(place: string, { size }: Stamp): Promise<PackIndex | undefined> {
  const manifest = isDrillpack(place) ? await ofArchive(place, size) : await ofFolder(place);
  return manifest && indexOfManifest(manifest, place, hashOfFiles(manifest.files));
}

async function ofArchive(place: string, size: number): Promise<PackManifest> {
  if (size > archiveLimits.archiveBytes)
    throw refused(
      place,
      'archive-too-large',
      l10n.t('It has {0} bytes; a pack has at most {1}.', size, archiveLimits.archiveBytes),
    );
  const { readDrillpackManifest } = await import('../drillpack/drillpack');
  const read = await readDrillpackManifest(place);
  if (read.ok) return read.manifest;
  throw refused(place, read.code, read.message);
}

async function ofFolder(place: string): Promise<PackManifest | undefined> {
  const read = await readTextFile(path.join(place, manifestFile), packLimits.fileBytes);
  return read.kind === 'text' ? parseManifest(read.text) : undefined;
}

/**
 * An exercise of a built pack, when everything is as the pack says of itself.
 * @throws HumanError `changed-pack`, `wrong-hash`, `bad-manifest`, `bad-pack`, or as `openPackSource`.
 */
export async function loadBuiltExercise(index: PackIndex, id: string): Promise<Exercise> {
  const place = index.label;
  const source = isDrillpack(place)
    ? await (await import('../openPackSource')).openPackSource(place)
    : await partOfFolder(index, id);
  if (source.hash !== index.hash)
    throw refused(
      place,
      'changed-pack',
      l10n.t('It is another one than when packs were listed. Refresh the list.'),
    );
  const { parsePack } = await import('../../core/pack/parsePack');
  const { pack, problems } = parsePack(source, { exercise: id });
  const exercise = pack?.exercises.find(found => found.id === id);
  const [problem] = problems.filter(({ severity }) => severity === 'error');
  if (!pack || !exercise)
    throw refused(
      place,
      'bad-pack',
      problem ? formatProblem(problem) : l10n.t('There is no exercise {0} in it.', id),
    );
  const card = index.exercises.find(listed => listed.id === id);
  if (pack.id !== index.id || !describes(card, exercise))
    throw refused(place, 'bad-manifest', l10n.t('Its {0} says of {1} what is not true.', manifestFile, id));
  return exercise;
}

/** The folder of an exercise and pack.yaml, each file compared with the manifest. */
async function partOfFolder(index: PackIndex, id: string): Promise<PackSource> {
  const place = index.label;
  const [manifest, source] = await Promise.all([ofFolder(place), readPack(place, { exercise: id })]);
  const files = manifest?.files ?? {};
  const named = Object.keys(files).filter(name => name === 'pack.yaml' || name.startsWith(`${id}/`));
  const changed = named.find(name => sha256(source.read(name) ?? '') !== files[name]);
  if (changed !== undefined)
    throw refused(place, 'wrong-hash', l10n.t('{0} has been changed since the pack was built.', changed));
  const listed = source.list().filter(name => Object.hasOwn(files, name));
  return { ...source, list: () => listed, hash: hashOfFiles(files) };
}

const refused = (place: string, code: string, why: string): HumanError =>
  new HumanError(code, l10n.t('{0} cannot be used. {1}', place, why));
