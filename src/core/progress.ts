import { isChecked, type Exercise, type ExerciseRef } from './exercise';
import { presentName } from './pack/renames';
import { outcomeOf, type RunReport } from './run/report';
import { isListOf, isNumber, isOneOf, isShaped, isText, orNull } from './shape';

/** Where a person stands with an exercise. */
export type ExerciseState = 'new' | 'started' | 'failing' | 'passed';

/** What is remembered of one exercise. Times are epoch milliseconds. */
export interface ExerciseProgress {
  readonly startedAt: number | null;
  readonly firstPassAt: number | null;
  readonly lastRunAt: number | null;
  readonly lastOutcome: 'passed' | 'failed' | null;
  readonly runs: number;
  readonly hintsShown: number;
  /** `discussion/point` ids that the learner says the answer covers. */
  readonly claimed: readonly string[];
}

export interface Progress {
  readonly version: 1;
  readonly exercises: Readonly<Record</* ExerciseRef */ string, ExerciseProgress>>;
}

export const emptyProgress: Progress = { version: 1, exercises: {} };

export const freshExercise: ExerciseProgress = {
  startedAt: null,
  firstPassAt: null,
  lastRunAt: null,
  lastOutcome: null,
  runs: 0,
  hintsShown: 0,
  claimed: [],
};

const isExerciseProgress = isShaped<ExerciseProgress>({
  startedAt: orNull(isNumber),
  firstPassAt: orNull(isNumber),
  lastRunAt: orNull(isNumber),
  lastOutcome: orNull(isOneOf('passed', 'failed')),
  runs: isNumber,
  hintsShown: isNumber,
  claimed: isListOf(isText),
});

/** What was stored, by whatever version on whatever machine: entries that make no sense are left out. */
export function parseProgress(value: unknown): Progress {
  const { version, exercises } = typeof value === 'object' && value !== null ? fieldsOf(value) : {};
  if (version !== 1 || typeof exercises !== 'object' || exercises === null) return emptyProgress;
  const entries = Object.entries(exercises).filter((entry): entry is [string, ExerciseProgress] =>
    isExerciseProgress(entry[1]),
  );
  return { version, exercises: Object.fromEntries(entries) };
}

const fieldsOf = (value: object): { readonly version?: unknown; readonly exercises?: unknown } => value;

/**
 * @param formerly what the exercise was called in earlier versions of its pack. What was remembered then counts, and is
 *   never deleted: a person may go back to such a version.
 */
export function progressOf(
  progress: Progress,
  ref: ExerciseRef,
  formerly: readonly ExerciseRef[] = [],
): ExerciseProgress {
  const own = progress.exercises[ref];
  const inherited = formerly.flatMap(former => progress.exercises[former] ?? []);
  if (inherited.length === 0) return own ?? freshExercise;
  const joined = [own ?? freshExercise, ...inherited].reduce(joinProgress);
  // A point that is no longer claimed must not come back from before.
  return own ? { ...joined, claimed: own.claimed } : joined;
}

/** What both of them say together; joining the same again changes nothing. */
function joinProgress(a: ExerciseProgress, b: ExerciseProgress): ExerciseProgress {
  const later = (b.lastRunAt ?? -1) > (a.lastRunAt ?? -1) ? b : a;
  return {
    startedAt: earliest(a.startedAt, b.startedAt),
    firstPassAt: earliest(a.firstPassAt, b.firstPassAt),
    lastRunAt: later.lastRunAt,
    lastOutcome: later.lastOutcome,
    runs: Math.max(a.runs, b.runs),
    hintsShown: Math.max(a.hintsShown, b.hintsShown),
    claimed: [...new Set([...a.claimed, ...b.claimed])],
  };
}

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

const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

export function stateOf(entry: ExerciseProgress): ExerciseState {
  if (entry.firstPassAt !== null) return 'passed';
  if (entry.lastOutcome === 'failed') return 'failing';
  return entry.startedAt !== null ? 'started' : 'new';
}

/** Replaces one entry; the rest is shared. */
export function withExercise(
  progress: Progress,
  ref: ExerciseRef,
  change: (entry: ExerciseProgress) => ExerciseProgress,
): Progress {
  return {
    version: 1,
    exercises: { ...progress.exercises, [ref]: change(progressOf(progress, ref)) },
  };
}

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
  };
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
