import type { Discussion, Exercise, ExerciseFile, Pack, Suite } from '../exercise';

/**
 * What lists, filters, the tree and the first rows of the Test Explorer know of an exercise, without reading it: no text
 * but the title and the summary, no suite, no solution.
 */
export interface ExerciseCard extends Pick<
  Exercise,
  'pack' | 'id' | 'title' | 'summary' | 'difficulty' | 'minutes' | 'skills' | 'prerequisites' | 'reveal'
> {
  /** How many there are. */
  readonly requirements: number;
  readonly files: readonly Pick<ExerciseFile, 'path' | 'owner'>[];
  readonly suites: readonly Pick<Suite, 'id' | 'title'>[];
  readonly discussions: readonly Pick<Discussion, 'id' | 'title' | 'minutes'>[];
}

/** A pack with the cards of its exercises in the place of the exercises. */
export interface PackIndex extends Pick<
  Pack,
  | 'id'
  | 'title'
  | 'description'
  | 'version'
  | 'authors'
  | 'license'
  | 'modules'
  | 'renamed'
  | 'label'
  | 'hash'
> {
  readonly exercises: readonly ExerciseCard[];
}

export const cardOf = (exercise: Exercise): ExerciseCard => {
  const { pack, id, title, summary, difficulty, minutes, skills, prerequisites, reveal } = exercise;
  return {
    ...{ pack, id, title, summary, difficulty, minutes, skills, prerequisites, reveal },
    requirements: exercise.requirements.length,
    files: exercise.files.map(({ path, owner }) => ({ path, owner })),
    suites: exercise.suites.map(({ id, title }) => ({ id, title })),
    discussions: exercise.discussions.map(({ id, title, minutes }) => ({ id, title, minutes })),
  };
};

export const indexOf = (pack: Pack): PackIndex => {
  const { id, title, description, version, authors, license, modules, renamed, label, hash } = pack;
  return {
    ...{ id, title, description, version, authors, license, modules, renamed, label, hash },
    exercises: pack.exercises.map(cardOf),
  };
};

/** Whether a card says of an exercise what is true: nobody may list one thing and hand out another. */
export const describes = (card: ExerciseCard | undefined, exercise: Exercise): boolean =>
  card !== undefined && textOf(card) === textOf(cardOf(exercise));

/** Equal for equal cards, whatever the order of their properties. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
