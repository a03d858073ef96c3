import { difficulties, skills, type Owner, type PackModule, type RevealRule, type Skill } from '../exercise';
import type { ExerciseCard, PackIndex } from './packIndex';
import { isRecord, parseRenames, parseReveal } from './parseIndex';

/** To be raised whenever a line of this file changes what is written, or what a card has. */
export const compactFormat = 1;

const owners: readonly Owner[] = ['learner', 'exercise'];

/**
 * An index as lists without keys: a third of the size and of the time that it takes to read, of which thousands of cards
 * need some. For ourselves only; a manifest that others have written is read by `parseIndex`.
 */
export function compact(index: PackIndex): unknown {
  const { id, title, description, version, authors, license, modules, renamed, label, hash } = index;
  // Most exercises have the rule of most others.
  const reveals = [...new Set(index.exercises.map(({ reveal }) => JSON.stringify(reveal)))];
  const cards = index.exercises.map(card => [
    ...[card.id, card.title, card.summary, difficulties.indexOf(card.difficulty), card.minutes],
    ...[card.skills.map(skill => skills.indexOf(skill)), card.prerequisites],
    ...[reveals.indexOf(JSON.stringify(card.reveal)), card.requirements],
    card.files.flatMap(({ path, owner }) => [path, owners.indexOf(owner)]),
    card.suites.flatMap(suite => [suite.id, suite.title]),
    card.discussions.flatMap(discussion => [discussion.id, discussion.title, discussion.minutes]),
  ]);
  return [
    ...[id, title, description, version, authors, license, label, hash, renamed],
    modules.map(module => [module.title, ...module.exercises]),
    reveals.map(reveal => JSON.parse(reveal) as unknown),
    cards,
  ];
}

class Unreadable extends Error {}

/** Undefined for anything that `compact` would not have written: of each value the kind is looked at. Never throws. */
export function expand(value: unknown): PackIndex | undefined {
  try {
    return packOf(value);
  } catch (thrown) {
    if (thrown instanceof Unreadable) return undefined;
    throw thrown;
  }
}

function packOf(value: unknown): PackIndex {
  const row = list(value);
  const id = text(row[0]);
  const reveals = list(row[10]).map(rule => known(parseReveal(rule)));
  return {
    ...{ id, title: text(row[1]), description: text(row[2]), version: text(row[3]) },
    ...{ authors: texts(row[4]), license: text(row[5]), label: text(row[6]), hash: text(row[7]) },
    renamed: known(isRecord(row[8]) ? parseRenames(row[8]) : undefined),
    modules: list(row[9]).map(moduleOf),
    exercises: list(row[11]).map(card => cardOf(list(card), id, reveals)),
  };
}

function moduleOf(value: unknown): PackModule {
  const [title = '', ...exercises] = texts(value);
  return { title, exercises };
}

function cardOf(row: readonly unknown[], pack: string, reveals: readonly RevealRule[]): ExerciseCard {
  return {
    pack,
    id: text(row[0]),
    title: text(row[1]),
    summary: text(row[2]),
    difficulty: known(difficulties[count(row[3])]),
    minutes: count(row[4]),
    skills: list(row[5]).map(skillOf),
    prerequisites: texts(row[6]),
    reveal: known(reveals[count(row[7])]),
    requirements: count(row[8]),
    files: filesOf(list(row[9])),
    suites: suitesOf(list(row[10])),
    discussions: discussionsOf(list(row[11])),
  };
}

const skillOf = (skill: unknown): Skill => known(skills[count(skill)]);

// Loops instead of functions that are handed over: there are tens of thousands of these.

function filesOf(row: readonly unknown[]): ExerciseCard['files'] {
  const files = [];
  for (let at = 0; at < row.length; at += 2)
    files.push({ path: text(row[at]), owner: known(owners[count(row[at + 1])]) });
  return files;
}

function suitesOf(row: readonly unknown[]): ExerciseCard['suites'] {
  const suites = [];
  for (let at = 0; at < row.length; at += 2) suites.push({ id: text(row[at]), title: text(row[at + 1]) });
  return suites;
}

function discussionsOf(row: readonly unknown[]): ExerciseCard['discussions'] {
  const discussions = [];
  for (let at = 0; at < row.length; at += 3)
    discussions.push({ id: text(row[at]), title: text(row[at + 1]), minutes: count(row[at + 2]) });
  return discussions;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Unreadable();
}

function count(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new Unreadable();
}

function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new Unreadable();
}

function texts(value: unknown): readonly string[] {
  const found = list(value);
  for (const item of found) text(item);
  return found as readonly string[];
}

function known<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw new Unreadable();
}
