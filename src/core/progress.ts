import { isChecked, type Exercise } from './exercise';
import { presentName } from './pack/renames';
import { outcomeOf, type RunReport } from './run/report';

/** Where a person stands with an exercise. */
export type ExerciseState = 'new' | 'started' | 'failing' | 'passed';

/** A run of all checks of an exercise. */
export interface PastRun {
  readonly at: number;
  readonly passed: boolean;
}

/** What is remembered of one exercise. Times are epoch milliseconds. How it is stored is in record/. */
export interface ExerciseProgress {
  readonly startedAt: number | null;
  readonly firstPassAt: number | null;
  readonly lastRunAt: number | null;
  /** Of the last run in `history`, which is what is stored of it. */
  readonly lastOutcome: 'passed' | 'failed' | null;
  readonly runs: number;
  /** How often it was begun from the starter files. */
  readonly attempts: number;
  readonly hintsShown: number;
  /** When each of them was opened; null where nobody noted it. */
  readonly hintsAt: readonly (number | null)[];
  /** `discussion/point` ids that the learner says the answer covers. */
  readonly claimed: readonly string[];
  /** Runs of all checks, oldest first, thinned: see record/marks.ts. */
  readonly history: readonly PastRun[];
}

export const freshExercise: ExerciseProgress = {
  startedAt: null,
  firstPassAt: null,
  lastRunAt: null,
  lastOutcome: null,
  runs: 0,
  attempts: 0,
  hintsShown: 0,
  hintsAt: [],
  claimed: [],
  history: [],
};

/** With the points that the learner claims under the present ids of their discussions. */
export function withPresentClaims(
  entry: ExerciseProgress,
  { renamed }: Pick<Exercise, 'renamed'>,
): ExerciseProgress {
  if (Object.keys(renamed.discussions).length === 0) return entry;
  const claimed = entry.claimed.map(claim => {
    const [discussion = '', ...point] = claim.split('/');
    return [presentName(renamed.discussions, discussion), ...point].join('/');
  });
  return { ...entry, claimed: [...new Set(claimed)] };
}

export const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

export function stateOf(entry: ExerciseProgress): ExerciseState {
  if (entry.firstPassAt !== null) return 'passed';
  if (entry.lastOutcome === 'failed') return 'failing';
  return entry.startedAt !== null ? 'started' : 'new';
}

/** The files were written, for the first time or again. */
export const begun = (entry: ExerciseProgress, at: number): ExerciseProgress => ({
  ...entry,
  startedAt: entry.startedAt ?? at,
  attempts: entry.attempts + 1,
});

/** A cancelled run counts for nothing; a partial one (`whole` false) never earns the pass. */
export function applyReport(
  entry: ExerciseProgress,
  report: RunReport,
  whole: boolean,
  at: number,
): ExerciseProgress {
  const outcome = outcomeOf(report);
  if (outcome === 'cancelled') return entry;
  const passed = outcome === 'passed' && whole;
  return {
    ...entry,
    startedAt: entry.startedAt ?? at,
    lastRunAt: at,
    lastOutcome: whole ? (passed ? 'passed' : 'failed') : entry.lastOutcome,
    runs: entry.runs + 1,
    firstPassAt: entry.firstPassAt ?? (passed ? at : null),
    history: whole ? [...entry.history, { at, passed }] : entry.history,
  };
}

/** With points that the learner's reviews say the answers make; as it is, if they are known. */
export function withClaims(entry: ExerciseProgress, made: readonly string[]): ExerciseProgress {
  const news = made.filter(claim => !entry.claimed.includes(claim));
  return news.length === 0 ? entry : { ...entry, claimed: [...entry.claimed, ...news] };
}

/**
 * What written answers mean for an exercise without suites. It has been passed when every discussion is answered and, where
 * the rubrics may be seen, the learner has found a point of each of them in the answer: the review is their own.
 *
 * @param answered ids of the discussions that have an answer
 * @param showsRubrics whether the learner can see what to look for
 */
export function applyAnswers(
  entry: ExerciseProgress,
  exercise: Pick<Exercise, 'suites' | 'discussions'>,
  answered: readonly string[],
  showsRubrics: boolean,
  at: number,
): ExerciseProgress {
  if (isChecked(exercise) || answered.length === 0) return entry;
  const isReviewed = (id: string): boolean =>
    !showsRubrics || entry.claimed.some(claim => claim.startsWith(`${id}/`));
  const passed = exercise.discussions.every(({ id }) => answered.includes(id) && isReviewed(id));
  if (entry.startedAt !== null && (entry.firstPassAt !== null || !passed)) return entry;
  return {
    ...entry,
    startedAt: entry.startedAt ?? at,
    firstPassAt: entry.firstPassAt ?? (passed ? at : null),
  };
}
