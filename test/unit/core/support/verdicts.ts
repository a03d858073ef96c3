import type { WrongResult } from '../../../../src/core/verify/judge';
import type { VerifiedExercise } from '../../../../src/core/verify/verified';

/** A variant that is caught as it should be, but for `changes`. */
export const wrongResult = (id: string, changes: Partial<WrongResult> = {}): WrongResult => ({
  ...{ id, title: id, ok: true, loads: true, outcome: 'failed' },
  ...{ failed: ['R2'], sometimes: [], caughtBy: ['R2'], missed: [], unrelated: [] },
  ...changes,
});

/** A sound exercise, but for `changes`. */
export const verified = (changes: Partial<VerifiedExercise> = {}): VerifiedExercise => ({
  ...{ exercise: 'counter', title: 'Count what happens', kind: 'checked', ok: true, findings: [] },
  requirements: ['R1', 'R2'],
  checks: [
    { suite: 'basics', title: 'R1 begins', requirements: ['R1'] },
    { suite: 'basics', title: 'R2 counts', requirements: ['R2'] },
  ],
  seeds: [1, 2],
  starter: {
    ...{ id: 'starter', title: 'Starter', ok: true, loads: true },
    ...{ outcome: 'failed', failed: ['R1', 'R2'], sometimes: [] },
  },
  solution: {
    ...{ id: 'solution', title: 'Solution', ok: true, loads: true },
    ...{ outcome: 'passed', failed: [], sometimes: [] },
  },
  alternatives: [],
  wrong: [wrongResult('returns-old-value')],
  ...{ unchanged: false, runs: 9, durationMs: 1_500 },
  ...changes,
});
