import { difficulties, skills, type Exercise, type Pack } from '../exercise';
import { idPattern, isPortablePath, versionPattern } from './names';

/** What lists, filters and the tree show of an exercise, without reading it. */
export type ExerciseCard = Pick<
  Exercise,
  'id' | 'title' | 'summary' | 'difficulty' | 'minutes' | 'skills' | 'prerequisites'
>;

/** `manifest.json` of a built pack: what it is, and the hash of everything in it. */
export interface PackManifest extends Pick<
  Pack,
  'id' | 'title' | 'description' | 'version' | 'authors' | 'license' | 'modules'
> {
  readonly format: 1;
  /** Of every file but the manifest and the signature: path -> SHA-256 in hex, sorted. */
  readonly files: Readonly<Record<string, string>>;
  readonly exercises: readonly ExerciseCard[];
}

export const manifestFile = 'manifest.json';
export const signatureFile = 'signature.json';

export const cardOf = (exercise: Exercise): ExerciseCard => {
  const { id, title, summary, difficulty, minutes, skills: trained, prerequisites } = exercise;
  return { id, title, summary, difficulty, minutes, skills: trained, prerequisites };
};

export function manifestOf(pack: Pack, hashes: ReadonlyMap</* path */ string, string>): PackManifest {
  const { id, title, description, version, authors, license, modules, exercises } = pack;
  const files = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    format: 1,
    ...{ id, title, description, version, authors, license, modules },
    exercises: exercises.map(cardOf),
    files: Object.fromEntries(files),
  };
}

/** One text for one manifest: its bytes are what is signed. */
export const formatManifest = (manifest: PackManifest): string => `${JSON.stringify(manifest, null, 1)}\n`;

/** Undefined for anything that is not a manifest of this format. Never throws. */
export function parseManifest(text: string): PackManifest | undefined {
  const value = parseJson(text);
  if (!isRecord(value) || value['format'] !== 1) return undefined;
  const id = matching(value['id'], idPattern);
  const version = matching(value['version'], versionPattern);
  const [title, description, license] = [value['title'], value['description'], value['license']].map(textOf);
  const authors = listOf(value['authors'], textOf, 100);
  const modules = listOf(value['modules'], parseModule, 1_000);
  const exercises = listOf(value['exercises'], parseCard, maxExercises);
  const files = parseFiles(value['files']);
  if (id === undefined || version === undefined || title === undefined || !authors || !modules)
    return undefined;
  if (description === undefined || license === undefined || !exercises || !files) return undefined;
  return { format: 1, id, title, description, version, authors, license, modules, exercises, files };
}

const maxExercises = 20_000;

function parseModule(value: unknown): Pack['modules'][number] | undefined {
  if (!isRecord(value)) return undefined;
  const title = textOf(value['title']);
  const exercises = listOf(value['exercises'], id => matching(id, idPattern), maxExercises);
  return title === undefined || !exercises ? undefined : { title, exercises };
}

function parseCard(value: unknown): ExerciseCard | undefined {
  if (!isRecord(value)) return undefined;
  const id = matching(value['id'], idPattern);
  const [title, summary] = [textOf(value['title']), textOf(value['summary'])];
  const difficulty = difficulties.find(known => known === value['difficulty']);
  const { minutes } = value;
  const trained = listOf(value['skills'], item => skills.find(known => known === item), skills.length);
  const prerequisites = listOf(value['prerequisites'], item => matching(item, idPattern), 100);
  if (id === undefined || title === undefined || summary === undefined || !difficulty) return undefined;
  if (typeof minutes !== 'number' || !(minutes > 0) || !trained || !prerequisites) return undefined;
  return { id, title, summary, difficulty, minutes, skills: trained, prerequisites };
}

function parseFiles(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const files: [string, string][] = [];
  for (const [path, hash] of Object.entries(value)) {
    if (!isPortablePath(path) || typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
    files.push([path, hash]);
  }
  return Object.fromEntries(files);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= 10_000 ? value : undefined;

const matching = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

function listOf<T>(value: unknown, parse: (item: unknown) => T | undefined, max: number): T[] | undefined {
  if (!Array.isArray(value) || value.length > max) return undefined;
  const items = value.map(parse);
  return items.every(item => item !== undefined) ? items : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
