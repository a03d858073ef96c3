import path from 'node:path';
import { HumanError } from '../core/errors';
import type { Exercise, Pack } from '../core/exercise';
import { Catalog, type CatalogEntry, type LoadedEntry } from '../core/pack/catalog';
import { packIdOf, parsePack } from '../core/pack/parsePack';
import { formatProblem, type Problem } from '../core/pack/problem';
import { nearest } from '../core/pack/suggest';
import type { Installation } from '../node/installation';
import { isDrillpack } from '../node/drillpackName';
import { openPackSource } from '../node/openPackSource';
import { packManifest, readPack } from '../node/packFiles';
import { PackReader, type IndexedPack } from '../node/packIndex/packReader';
import { packPlaces, type PackPlace } from './packPlaces';

export interface LoadedCatalog {
  readonly catalog: Catalog;
  readonly reader: PackReader;
  /** What is wrong with packs, each with the folder of its pack. */
  readonly problems: readonly { readonly folder: string; readonly problem: Problem }[];
  readonly places: readonly PackPlace[];
}

/** The packs of `folders`, each a pack or a folder of packs, and those that are installed; earlier ones win. */
export async function loadCatalog(
  folders: readonly string[],
  installation: Installation,
): Promise<LoadedCatalog> {
  const reader = new PackReader();
  const places = await packPlaces(folders, installation);
  const listed = await Promise.all(places.map(place => indexOf(reader, place)));
  return {
    reader,
    places,
    catalog: new Catalog(listed.flatMap(({ index }) => index ?? [])),
    problems: listed.flatMap(({ place, problems }) => problems.map(problem => ({ folder: place, problem }))),
  };
}

/** What was named must be good. What is installed may have been damaged since: it must not hide the others. */
async function indexOf(reader: PackReader, { path: place, origin }: PackPlace): Promise<IndexedPack> {
  try {
    // What somebody hands over is looked at as a whole before anything that it says of itself is passed on.
    if (isDrillpack(place)) await openPackSource(place);
    return await reader.index(place);
  } catch (thrown) {
    if (origin !== 'installed' || !(thrown instanceof HumanError)) throw thrown;
    return { place, problems: [unusable(thrown)] };
  }
}

const unusable = ({ code, message }: HumanError): Problem => ({
  ...{ code, message, file: '' },
  ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  remedy: 'Install it again, or remove it with "design-drills uninstall".',
  severity: 'error',
});

/** An exercise with the pack that it belongs to. */
export interface LoadedExercise {
  readonly exercise: Exercise;
  readonly pack: Pick<Pack, 'id' | 'version' | 'hash' | 'renamed'>;
}

/**
 * One exercise, of the pack that `loadCatalog` would take it from, without understanding all the others.
 *
 * @throws HumanError `unknown-exercise` saying what is near, or `bad-pack` saying why it cannot be used.
 */
export async function loadExercise(
  ref: string,
  folders: readonly string[],
  installation: Installation,
): Promise<LoadedExercise> {
  const [packId, id = ''] = ref.split('/');
  const reader = new PackReader();
  for (const { path: folder, origin } of await packPlaces(folders, installation)) {
    const index = (
      await reader.quickIndex(folder).catch((thrown: unknown) => {
        if (origin !== 'installed') throw thrown;
        return undefined;
      })
    )?.index;
    if (index && index.id === packId && index.exercises.some(card => card.id === id))
      return { exercise: await reader.exercise(index, id), pack: index };
    if (index || packIdOf((await packManifest(folder)) ?? '') !== packId) continue;
    const { pack } = parsePack(await readPack(folder), { exercise: id });
    const exercise = pack?.exercises.find(found => found.id === id);
    if (pack && exercise) return { exercise, pack };
    break; // what is wrong needs the whole picture
  }
  const loaded = await loadCatalog(folders, installation);
  const entry = loaded.catalog.find(ref);
  if (entry) return loadEntry(loaded, entry);
  throw notThere(loaded, ref);
}

/** @throws HumanError `bad-pack` saying why it cannot be used. */
export const loadEntry = async ({ reader }: LoadedCatalog, entry: CatalogEntry): Promise<LoadedEntry> => ({
  ...entry,
  exercise: await reader.exercise(entry.pack, entry.card.id),
});

/** Says what is near, or why the exercise cannot be read. */
export function notThere({ catalog, problems }: LoadedCatalog, ref: string): HumanError {
  const id = ref.split('/')[1];
  const cause = problems.find(
    ({ problem }) => problem.severity === 'error' && problem.file.startsWith(`${id}/`),
  );
  if (cause) return new HumanError('bad-pack', `${ref} cannot be used: ${located(cause)}`);
  const meant =
    nearest(
      ref,
      catalog.entries.map(e => e.ref),
    ) ?? catalog.entries.find(({ card }) => card.id === ref)?.ref;
  const pack = ref.split('/')[0] ?? ref;
  if (meant === undefined && ref.includes('/') && !catalog.packs.some(({ id: known }) => known === pack))
    return new HumanError(
      'pack-missing',
      `The pack "${pack}" of this exercise is not installed. "design-drills install" takes it from a file, a folder or an address, and --packs names it for once; what you have written stays as it is.`,
    );
  return new HumanError(
    'unknown-exercise',
    `There is no exercise "${ref}". ${meant ? `Did you mean "${meant}"?` : '"design-drills list" shows them.'}`,
  );
}

/** One line, with a path that a terminal can open. */
export const located = ({ folder, problem }: LoadedCatalog['problems'][number]): string =>
  formatProblem({ ...problem, file: path.join(folder, problem.file) });
