import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ExerciseRef } from '../../../src/core/exercise';
import {
  freshExercise,
  parseProgress,
  progressOf,
  withExercise,
  withPresentClaims,
  type ExerciseProgress,
  type Progress,
} from '../../../src/core/progress';
import { counter } from './support/packs';

const before: ExerciseProgress = {
  startedAt: 10,
  firstPassAt: 40,
  lastRunAt: 50,
  lastOutcome: 'failed',
  runs: 4,
  hintsShown: 2,
  claimed: ['restarts/loss'],
};
const progress: Progress = { version: 1, exercises: { 'good/tally': before } };

describe('progress on an exercise that was renamed', () => {
  it('is found by its present name, and stays where it was for an older pack', () => {
    const now = progressOf(progress, 'good/counter', ['good/tally', 'good/counting']);
    assert.deepEqual(now, before);
    const after = withExercise(progress, 'good/counter', () => ({ ...now, runs: 5 }));
    assert.deepEqual(progressOf(after, 'good/tally'), before);
    assert.equal(progressOf(after, 'good/counter', ['good/tally']).runs, 5);
  });

  it('is joined with what was done under the new name, and with what an older pack added later', () => {
    const own: ExerciseProgress = { ...freshExercise, startedAt: 60, lastRunAt: 45, runs: 1, claimed: [] };
    const both: Progress = { version: 1, exercises: { ...progress.exercises, 'good/counter': own } };
    assert.deepEqual(progressOf(both, 'good/counter', ['good/tally']), {
      ...{ startedAt: 10, firstPassAt: 40, lastRunAt: 50, lastOutcome: 'failed', runs: 4, hintsShown: 2 },
      claimed: [],
    });
  });

  it('belongs to nobody else', () => {
    assert.deepEqual(progressOf(progress, 'good/counter'), freshExercise);
    assert.deepEqual(progressOf(progress, 'good/counter', ['other/tally']), freshExercise);
  });

  it('claims its points under the present ids of the discussions', () => {
    const entry: ExerciseProgress = {
      ...before,
      claimed: ['restarts/loss', 'durability/cost', 'other/loss'],
    };
    assert.deepEqual(withPresentClaims(entry, counter()).claimed, [
      'durability/loss',
      'durability/cost',
      'other/loss',
    ]);
    assert.deepEqual(
      withPresentClaims({ ...entry, claimed: ['restarts/loss', 'durability/loss'] }, counter()).claimed,
      ['durability/loss'],
    );
  });

  it('takes nothing back, and is the same however often it is read and written', () => {
    const time = fc.option(fc.nat(100));
    const entry: fc.Arbitrary<ExerciseProgress> = fc.record({
      startedAt: time,
      firstPassAt: time,
      lastRunAt: time,
      lastOutcome: fc.constantFrom('passed', 'failed', null),
      runs: fc.nat(9),
      hintsShown: fc.nat(9),
      claimed: fc.uniqueArray(fc.constantFrom('a/b', 'c/d')),
    });
    const refs: readonly ExerciseRef[] = ['p/new', 'p/old', 'p/older'];
    const anyProgress = fc
      .dictionary(fc.constantFrom(...refs), entry)
      .map(exercises => parseProgress({ version: 1, exercises }));
    fc.assert(
      fc.property(anyProgress, stored => {
        const now = progressOf(stored, 'p/new', refs.slice(1));
        for (const one of Object.values(stored.exercises)) {
          assert.ok(now.runs >= one.runs && now.hintsShown >= one.hintsShown);
          assert.ok((now.lastRunAt ?? -1) >= (one.lastRunAt ?? -1));
          for (const moment of ['startedAt', 'firstPassAt'] as const)
            if (one[moment] !== null) assert.ok(now[moment]! <= one[moment]);
        }
        const kept = withExercise(stored, 'p/new', () => now);
        assert.deepEqual(progressOf(kept, 'p/new', refs.slice(1)), now);
      }),
    );
  });
});
