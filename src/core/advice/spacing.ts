import type { ExerciseProgress } from '../progress';

export const dayMs = 86_400_000;

/**
 * Days from one pass to the return that follows it; the last one from then on. Each is more than twice the one before, as
 * in the usual schedules of spaced repetition: what has been recalled once more is forgotten more slowly.
 */
export const intervals = [7, 21, 60, 180] as const;

export interface Return {
  /** How often the exercise has been passed again when it was time to. */
  readonly times: number;
  /** The pass that counted last, epoch milliseconds. */
  readonly from: number;
  /** From when on it is worth solving it again, epoch milliseconds. */
  readonly dueAt: number;
}

/**
 * When to come back to an exercise. A pass before it is time changes nothing, and neither does a run that fails: nobody is
 * sent back to the beginning. Undefined for one that has not been passed.
 */
export function returnTo({
  firstPassAt,
  history,
}: Pick<ExerciseProgress, 'firstPassAt' | 'history'>): Return | undefined {
  if (firstPassAt === null) return undefined;
  let [times, from] = [0, firstPassAt];
  for (const { at, passed } of history)
    if (passed && at >= from + intervalAfter(times)) [times, from] = [times + 1, at];
  return { times, from, dueAt: from + intervalAfter(times) };
}

const intervalAfter = (times: number): number =>
  (intervals[Math.min(times, intervals.length - 1)] ?? 0) * dayMs;
