import { filesNamed, namesExercise, type Surroundings } from './facts';
import { namingPlaces } from './places';
import type { SchemaFile } from './schema';

export interface PackLink {
  /** A file of the pack. */
  readonly target: string;
  readonly start: number;
  readonly end: number;
}

/** Where the names of files and exercises in a file lead to. What does not exist is no link. */
export function linksIn(text: string, file: SchemaFile, around: Surroundings): readonly PackLink[] {
  return namingPlaces(text, file).flatMap(({ place: { word, start, end }, refersTo }) => {
    const target = targetOf(refersTo, word, around);
    return target === undefined ? [] : [{ target, start, end }];
  });
}

function targetOf(refersTo: string, word: string, around: Surroundings): string | undefined {
  if (namesExercise(refersTo)) {
    const known = around.exercises.find(({ id }) => id === word);
    return known && `${word}/exercise.yaml`;
  }
  // The last is what the author works on: the solution rather than what learners begin with.
  const path = filesNamed(refersTo, word).findLast(
    name => around.paths.includes(name) || around.paths.some(other => other.startsWith(`${name}/`)),
  );
  const found = path !== undefined && !around.paths.includes(path) ? firstIn(path, around.paths) : path;
  return found === undefined || around.exercise === undefined ? undefined : `${around.exercise}/${found}`;
}

const firstIn = (folder: string, paths: readonly string[]): string | undefined =>
  paths.find(path => path.startsWith(`${folder}/`));
