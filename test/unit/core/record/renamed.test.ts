import assert from 'node:assert/strict';
import fc from 'fast-check';
import { freshExercise, withPresentClaims, type ExerciseProgress } from '../../../../src/core/progress';
import {
  emptyLedger,
  joinLedgers,
  noted,
  progressOf,
  withoutExercise,
  type Ledger,
} from '../../../../src/core/record/ledger';
import { anyLedger, progress } from '../support/ledgers';
import { counter } from '../support/packs';

const before = progress({
  ...{ startedAt: 10, firstPassAt: 40, lastRunAt: 50, lastOutcome: 'failed', runs: 4, attempts: 1 },
  ...{ hintsShown: 1, hintsAt: [50], claimed: ['restarts/loss'] },
  history: [
    { at: 40, passed: true },
    { at: 50, passed: false },
  ],
});
const by = { machine: 'a1', at: 50 };
const tally = { ref: 'good/tally', formerly: [] } as const;
const named = { ref: 'good/counter', formerly: ['good/tally', 'good/counting'] } as const;
const ledger = noted(emptyLedger, emptyLedger, tally, { before: freshExercise, after: before }, by);

describe('progress on an exercise that was renamed', () => {
  const change = (all: Ledger, after: ExerciseProgress): Ledger => {
    const now = progressOf(all, named.ref, named.formerly);
    return joinLedgers(all, noted(all, all, named, { before: now, after }, { ...by, at: 60 }));
  };

  it('is found by its present name, and stays where it was for an older pack', () => {
    const now = progressOf(ledger, named.ref, named.formerly);
    assert.deepEqual(now, before);
    const after = change(ledger, { ...now, runs: 5 });
    assert.deepEqual(progressOf(after, 'good/tally'), before);
    assert.equal(progressOf(after, named.ref, named.formerly).runs, 5);
  });

  it('is joined with what was done under the new name, and a claim that was taken back stays so', () => {
    const after = change(ledger, { ...before, runs: 5, claimed: [] });
    assert.deepEqual(progressOf(after, named.ref, named.formerly), { ...before, runs: 5, claimed: [] });
  });

  it('is forgotten under all of its names when it is reset', () => {
    const after = joinLedgers(ledger, withoutExercise(ledger, ledger, named, 70));
    assert.deepEqual(progressOf(after, named.ref, named.formerly), freshExercise);
  });

  it('belongs to nobody else', () => {
    assert.deepEqual(progressOf(ledger, 'good/counter'), freshExercise);
    assert.deepEqual(progressOf(ledger, 'good/counter', ['other/tally']), freshExercise);
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
    const names = { ref: 'p/new', formerly: ['p/old', 'p/older'] } as const;
    fc.assert(
      fc.property(anyLedger, all => {
        const now = progressOf(all, names.ref, names.formerly);
        const latest = Math.max(...[names.ref, ...names.formerly].map(ref => all.exercises[ref]?.since ?? 0));
        for (const ref of [names.ref, ...names.formerly]) {
          const one = progressOf(all, ref);
          if (all.exercises[ref]?.since !== latest) continue; // from before a reset
          assert.ok(now.runs >= one.runs && now.hintsShown >= one.hintsShown);
          assert.ok((now.lastRunAt ?? -1) >= (one.lastRunAt ?? -1));
          for (const moment of ['startedAt', 'firstPassAt'] as const)
            if (one[moment] !== null) assert.ok(now[moment]! <= one[moment]);
        }
        const kept = noted(all, all, names, { before: now, after: now }, by);
        assert.deepEqual(progressOf(kept, names.ref, names.formerly), now);
      }),
    );
  });
});
