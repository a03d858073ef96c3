import fc from 'fast-check';
import type { ExerciseRef } from '../../../../src/core/exercise';
import { freshExercise, type ExerciseProgress } from '../../../../src/core/progress';
import { freshRecord, joinRecords, type ExerciseRecord } from '../../../../src/core/record/exerciseRecord';
import { settledLedger, type Ledger } from '../../../../src/core/record/ledger';
import type { Mark } from '../../../../src/core/record/marks';

/** Values as machines would have come to them, small enough to meet one another often. */

export const dayMs = 86_400_000;

const time = fc.integer({ min: 1, max: 30 }).map(n => n * (dayMs / 3));
const signed = fc.tuple(time, fc.boolean()).map(([at, positive]) => (positive ? at : -at));
const counts = fc.dictionary(fc.constantFrom('a1', 'b2', 'c3', 'before'), fc.integer({ min: 1, max: 5 }));

export const anyMarks: fc.Arbitrary<readonly Mark[]> = fc.array(signed, { maxLength: 60 });

export const anyRecord: fc.Arbitrary<ExerciseRecord> = fc
  .record({
    since: fc.constantFrom(0, 0, 5, 9),
    startedAt: fc.option(time),
    firstPassAt: fc.option(time),
    lastRunAt: fc.option(time),
    runs: counts,
    attempts: counts,
    hints: fc.array(fc.option(time), { maxLength: 4 }),
    claims: fc.dictionary(fc.constantFrom('d/a', 'd/b', 'e/a'), signed),
    marks: anyMarks,
  })
  .map(record => joinRecords(record, { ...freshRecord, since: record.since }));

export const someRefs: readonly ExerciseRef[] = ['p/new', 'p/old', 'p/older', 'q/other'];

export const anyLedger: fc.Arbitrary<Ledger> = fc
  .record({
    since: fc.constantFrom(0, 0, 0, 5, 9),
    exercises: fc.dictionary(fc.constantFrom(...someRefs), anyRecord),
  })
  .map(settledLedger);

export const progress = (change: Partial<ExerciseProgress> = {}): ExerciseProgress => ({
  ...freshExercise,
  ...change,
});

export const passedAt = (at: number, ...again: readonly number[]): ExerciseProgress =>
  progress({
    startedAt: at - 1,
    firstPassAt: at,
    lastRunAt: again.at(-1) ?? at,
    lastOutcome: 'passed',
    runs: 1 + again.length,
    history: [at, ...again].map(one => ({ at: one, passed: true })),
  });
