import fc from 'fast-check';
import type { Practised } from '../../../../src/core/advice/practised';
import { difficulties, skills, type ExerciseRef } from '../../../../src/core/exercise';
import { dayMs, passedAt, progress } from './ledgers';

const day = fc.integer({ min: 1, max: 400 }).map(n => n * dayMs);
const anyProgress = fc.oneof(
  fc.constant(progress()),
  day.map(at => progress({ startedAt: at })),
  day.map(at => progress({ startedAt: at, lastRunAt: at, lastOutcome: 'failed', runs: 1 })),
  day.map(at => passedAt(at)),
  fc.tuple(day, day).map(([a, b]) => passedAt(Math.min(a, b), Math.max(a, b))),
);

/** Exercises of a pack, some of which build on others, now and then in a circle. */
export const anyPractised: fc.Arbitrary<readonly Practised[]> = fc
  .integer({ min: 0, max: 9 })
  .chain(count => {
    const refs = Array.from({ length: count }, (_, i): ExerciseRef => `p/e${i}`);
    return fc.tuple(
      ...refs.map((ref, place) =>
        fc.record<Practised>({
          ref: fc.constant(ref),
          title: fc.constant(ref.toUpperCase()),
          place: fc.constant(place),
          difficulty: fc.constantFrom(...difficulties),
          skills: fc.subarray(skills.slice(0, 5)),
          prerequisites: fc.subarray([...refs.slice(0, place + 1), 'q/unknown' as const], { maxLength: 2 }),
          isChecked: fc.boolean(),
          progress: anyProgress,
        }),
      ),
    );
  });
