import {
  difficulties,
  revealDetails,
  skills,
  type Pack,
  type RevealRule,
  type RevealWhen,
} from '../exercise';
import { attemptPathPattern, idPattern, linePattern, textPattern, versionPattern } from './names';
import type { ExerciseCard, PackIndex } from './packIndex';

/** An index as it is written down: where the pack lies and what its bytes are is added by whoever reads it. */
export type StoredIndex = Omit<PackIndex, 'label' | 'hash'>;

/** The most that is taken in; a pack has fewer files than that. */
const maxExercises = 20_000;
const maxParts = 1_000;

/** Undefined for anything that is not the index of a pack; what else the value has is not looked at. Never throws. */
export function parseIndex(value: unknown): StoredIndex | undefined {
  if (!isRecord(value)) return undefined;
  const id = matching(value['id'], idPattern);
  const version = matching(value['version'], versionPattern);
  const title = lineOf(value['title']);
  const description = textOf(value['description']);
  const license = lineOf(value['license']);
  const authors = listOf(value['authors'], lineOf, 100);
  const modules = listOf(value['modules'], parseModule, maxParts);
  if (id === undefined || version === undefined || title === undefined || !authors || !modules)
    return undefined;
  const renamed = parseRenames(value['renamed']);
  const exercises = listOf(value['exercises'], card => parseCard(card, id), maxExercises);
  if (description === undefined || license === undefined || !exercises || !renamed) return undefined;
  return { id, title, description, version, authors, license, modules, renamed, exercises };
}

function parseModule(value: unknown): Pack['modules'][number] | undefined {
  if (!isRecord(value)) return undefined;
  const title = lineOf(value['title']);
  const exercises = listOf(value['exercises'], idOf, maxExercises);
  return title === undefined || !exercises ? undefined : { title, exercises };
}

function parseCard(value: unknown, pack: string): ExerciseCard | undefined {
  if (!isRecord(value)) return undefined;
  const { minutes, requirements } = value;
  const id = idOf(value['id']);
  const title = lineOf(value['title']);
  const summary = lineOf(value['summary']);
  const difficulty = difficulties.find(known => known === value['difficulty']);
  const trained = listOf(value['skills'], item => skills.find(known => known === item), skills.length);
  const prerequisites = listOf(value['prerequisites'], idOf, maxParts);
  const files = listOf(value['files'], parseFile, maxParts);
  const suites = listOf(value['suites'], parseSuite, maxParts);
  const discussions = listOf(value['discussions'], parseDiscussion, maxParts);
  const reveal = parseReveal(value['reveal']);
  if (id === undefined || title === undefined || summary === undefined || !difficulty || !reveal)
    return undefined;
  if (!isCount(minutes) || !isCount(requirements) || !trained || !prerequisites) return undefined;
  if (!files || !suites || !discussions) return undefined;
  return {
    ...{ pack, id, title, summary, difficulty, minutes, skills: trained, prerequisites, reveal },
    ...{ requirements, files, suites, discussions },
  };
}

function parseFile(value: unknown): ExerciseCard['files'][number] | undefined {
  if (!isRecord(value)) return undefined;
  const path = matching(value['path'], attemptPathPattern);
  const { owner } = value;
  return path !== undefined && (owner === 'learner' || owner === 'exercise') ? { path, owner } : undefined;
}

function parseSuite(value: unknown): ExerciseCard['suites'][number] | undefined {
  if (!isRecord(value)) return undefined;
  const id = idOf(value['id']);
  const title = lineOf(value['title']);
  return id !== undefined && title !== undefined ? { id, title } : undefined;
}

function parseDiscussion(value: unknown): ExerciseCard['discussions'][number] | undefined {
  const suite = parseSuite(value);
  const minutes = isRecord(value) ? value['minutes'] : undefined;
  return suite && isCount(minutes) ? { ...suite, minutes } : undefined;
}

/** From ids to ids. */
export function parseRenames(value: unknown): Pack['renamed'] | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  const isRename = (entry: [string, unknown]): entry is [string, string] =>
    idOf(entry[0]) !== undefined && idOf(entry[1]) !== undefined;
  return entries.length <= maxExercises && entries.every(isRename) ? Object.fromEntries(entries) : undefined;
}

export function parseReveal(value: unknown): RevealRule | undefined {
  if (!isRecord(value) || !isRecord(value['checks'])) return undefined;
  const when = parseWhen(value['checks']['when']);
  const { checks } = value;
  const detail = revealDetails.find(known => known === checks['detail']);
  const solution = parseWhen(value['solution']);
  const model = parseWhen(value['model']);
  return when && detail && solution && model ? { checks: { when, detail }, solution, model } : undefined;
}

function parseWhen(value: unknown): RevealWhen | undefined {
  if (!isRecord(value)) return undefined;
  const { at, runs } = value;
  switch (at) {
    case 'always':
    case 'after-pass':
    case 'after-submit':
    case 'after-due':
    case 'never':
      return { at };
    case 'after-runs':
      return isCount(runs) ? { at, runs } : undefined;
    default:
      return undefined;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | undefined => {
  // An empty description or licence is one that an author has not written yet.
  if (value === '') return value;
  return matching(value, textPattern);
};

const lineOf = (value: unknown): string | undefined => (value === '' ? value : matching(value, linePattern));

const matching = (value: unknown, pattern: RegExp): string | undefined =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

const idOf = (value: unknown): string | undefined => matching(value, idPattern);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function listOf<T>(value: unknown, parse: (item: unknown) => T | undefined, max: number): T[] | undefined {
  if (!Array.isArray(value) || value.length > max) return undefined;
  const items: T[] = [];
  for (const item of value as readonly unknown[]) {
    const parsed = parse(item);
    if (parsed === undefined) return undefined;
    items.push(parsed);
  }
  return items;
}
