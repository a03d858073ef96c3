import { existsSync } from 'node:fs';
import path from 'node:path';
import { HumanError } from '../core/errors';
import { Catalog, type CatalogEntry } from '../core/pack/catalog';
import { packIdOf, parsePack } from '../core/pack/parsePack';
import { formatProblem, type Problem } from '../core/pack/problem';
import { nearest } from '../core/pack/suggest';
import type { Installation } from '../node/installation';
import { packsBelow } from '../node/installation';
import { isDrillpack, openPackSource } from '../node/openPackSource';
import { packManifest } from '../node/packFiles';

export interface LoadedCatalog {
  readonly catalog: Catalog;
  /** What is wrong with packs that were asked for, each with the folder of its pack. */
  readonly problems: readonly { readonly folder: string; readonly problem: Problem }[];
}

/** The packs of `folders`, each a pack or a folder of packs, and those that are installed; earlier ones win. */
export async function loadCatalog(
  folders: readonly string[],
  installation: Installation,
): Promise<LoadedCatalog> {
  const all = await packFolders(folders, installation);
  const parsed = await Promise.all(
    all.map(async folder => ({ folder, ...parsePack(await openPackSource(folder)) })),
  );
  return {
    catalog: new Catalog(parsed.flatMap(({ pack }) => pack ?? [])),
    problems: parsed.flatMap(({ folder, problems }) => problems.map(problem => ({ folder, problem }))),
  };
}

async function packFolders(folders: readonly string[], installation: Installation): Promise<string[]> {
  const asked = (await Promise.all(folders.map(packsAt))).flat();
  return [...asked, ...(await installation.bundledPacks())];
}

/**
 * One exercise, of the pack that `loadCatalog` would take it from, without understanding all the others.
 *
 * @throws HumanError as `findExercise`.
 */
export async function loadExercise(
  ref: string,
  folders: readonly string[],
  installation: Installation,
): Promise<CatalogEntry> {
  const [packId, id] = ref.split('/');
  for (const folder of await packFolders(folders, installation)) {
    // An archive has to be read whole in any case.
    const archive = isDrillpack(folder) ? await openPackSource(folder) : undefined;
    const manifest = archive ? archive.read('pack.yaml') : await packManifest(folder);
    if (manifest === undefined || packIdOf(manifest) !== packId) continue;
    const { pack } = parsePack(archive ?? (await openPackSource(folder)), { exercise: id });
    const entry = pack && new Catalog([pack]).find(ref);
    if (entry) return entry;
    break; // what is wrong needs the whole picture
  }
  return findExercise(await loadCatalog(folders, installation), ref);
}

async function packsAt(folder: string): Promise<string[]> {
  if (isDrillpack(folder) || existsSync(path.join(folder, 'pack.yaml'))) return [folder];
  const below = await packsBelow(folder);
  if (below.length > 0) return below;
  throw new HumanError(
    'no-pack',
    `There is no pack in ${folder}: neither it nor a folder in it holds a pack.yaml.`,
  );
}

/** @throws HumanError `unknown-exercise` saying what is near, or why the exercise could not be read. */
export function findExercise({ catalog, problems }: LoadedCatalog, ref: string): CatalogEntry {
  const entry = catalog.find(ref);
  if (entry) return entry;
  const id = ref.split('/')[1];
  const cause = problems.find(
    ({ problem }) => problem.severity === 'error' && problem.file.startsWith(`${id}/`),
  );
  if (cause) throw new HumanError('bad-pack', `${ref} cannot be used: ${located(cause)}`);
  const meant =
    nearest(
      ref,
      catalog.entries.map(e => e.ref),
    ) ?? catalog.entries.find(e => e.exercise.id === ref)?.ref;
  const pack = ref.split('/')[0] ?? ref;
  if (meant === undefined && ref.includes('/') && !catalog.packs.some(({ id: known }) => known === pack))
    throw new HumanError(
      'pack-missing',
      `The pack "${pack}" of this exercise is not installed. Name its folder or its .drillpack with --packs; what you have written stays as it is.`,
    );
  throw new HumanError(
    'unknown-exercise',
    `There is no exercise "${ref}". ${meant ? `Did you mean "${meant}"?` : '"design-drills list" shows them.'}`,
  );
}

/** One line, with a path that a terminal can open. */
export const located = ({ folder, problem }: LoadedCatalog['problems'][number]): string =>
  formatProblem({ ...problem, file: path.join(folder, problem.file) });
