import type { DesignResult } from './judge';
import type { ExerciseVerdict } from './verifyExercise';

/** What came of an exercise, and what it cost. */
export interface VerifiedExercise extends ExerciseVerdict {
  /** Nothing it depends on has changed since it was proven: the verdict is that of then. */
  readonly unchanged: boolean;
  /** How many times its suites were run for this verdict, now; none when it is unchanged. */
  readonly runs: number;
  /** Of now as well. */
  readonly durationMs: number;
}

/** Findings that a busy machine may be to blame for. */
const passing: ReadonlySet<string> = new Set([
  'broken-suite', // or there was no time to define it
  'not-proven',
  'not-deterministic',
  'slow-suite',
  'playground-fails', // or there was no time for it
  'slow-playground',
  'mutation-unfinished',
]);

/**
 * Whether the same files would get the same verdict again. One that may be an accident is never kept: it would go on
 * finding fault with what is sound, or the other way round.
 */
export function isLasting({
  ok,
  findings,
  starter,
  solution,
  alternatives,
  wrong,
}: ExerciseVerdict): boolean {
  const designs = [starter, solution, ...alternatives, ...(ok ? [] : wrong)].filter(
    (design): design is DesignResult => design !== undefined,
  );
  return (
    !findings.some(({ code }) => passing.has(code)) &&
    designs.every(
      ({ outcome }) => outcome === 'passed' || outcome === 'failed' || outcome === 'did-not-compile',
    )
  );
}
