import assert from 'node:assert/strict';
import fc from 'fast-check';
import { freshExercise } from '../../../../src/core/progress';
import { freshRecord, mostClaims, mostCounters } from '../../../../src/core/record/exerciseRecord';
import {
  afterResets,
  earned,
  emptyLedger,
  joinLedgers,
  liftedTo,
  noted,
  progressOf,
  refsIn,
  renamedLedger,
  takenFrom,
  thinnedLedger,
  uniteLedgers,
  withoutAnything,
  withoutExercise,
  type Ledger,
} from '../../../../src/core/record/ledger';
import { sharedLimits } from '../../../../src/core/record/marks';
import { storedLedger } from '../../../../src/core/record/parseLedger';
import { anyLedger, someRefs } from '../support/ledgers';

const named = (ref: (typeof someRefs)[number]) => ({ ref, formerly: [] });

describe('two ledgers', () => {
  for (const [name, both] of [
    ['joined', joinLedgers],
    ['united', uniteLedgers],
  ] as const)
    it(`${name} are the same in any order, in any grouping, and however often`, () =>
      fc.assert(
        fc.property(anyLedger, anyLedger, anyLedger, (a, b, c) => {
          assert.deepEqual(both(a, b), both(b, a));
          assert.deepEqual(both(both(a, b), c), both(a, both(b, c)));
          assert.deepEqual(both(a, a), a);
          assert.deepEqual(both(both(a, b), b), both(a, b));
        }),
        { numRuns: 100 },
      ));

  it('united have everything that either has', () =>
    fc.assert(
      fc.property(anyLedger, anyLedger, (a, b) => {
        const both = uniteLedgers(a, b);
        for (const one of [a, b])
          for (const ref of refsIn(one)) {
            const [had, has] = [progressOf(one, ref), progressOf(both, ref)];
            for (const moment of ['startedAt', 'firstPassAt'] as const)
              if (had[moment] !== null) assert.ok(has[moment]! <= had[moment]);
            assert.ok(has.runs >= had.runs && has.attempts >= had.attempts);
            assert.ok(has.hintsShown >= had.hintsShown);
            assert.ok((has.lastRunAt ?? 0) >= (had.lastRunAt ?? 0));
            const { claims } = both.exercises[ref]!;
            for (const [claim, at] of Object.entries(one.exercises[ref]!.claims))
              assert.ok(Math.abs(claims[claim]!) >= Math.abs(at), 'nobody is overruled by an earlier word');
          }
      }),
    ));

  it('are joined as they are united, once a file has been lifted over the resets that are known', () =>
    fc.assert(
      fc.property(anyLedger, anyLedger, (all, before) => {
        const file = earned(before);
        assert.deepEqual(joinLedgers(all, liftedTo(file, all)), uniteLedgers(all, file));
      }),
    ));
});

describe('a machine', () => {
  const note = (own: Ledger, all: Ledger, machine: string, at: number, passed: boolean): Ledger => {
    const before = progressOf(all, 'p/new');
    const history = [...before.history, { at, passed }];
    const firstPassAt = before.firstPassAt ?? (passed ? at : null);
    const after = { ...before, runs: before.runs + 1, lastRunAt: at, history, firstPassAt };
    return noted(own, all, named('p/new'), { before, after }, { machine, at });
  };

  it('notes what happened on it, and all know the sum', () => {
    const here = note(note(emptyLedger, emptyLedger, 'a1', 10, false), emptyLedger, 'a1', 20, false);
    const there = note(emptyLedger, here, 'b2', 30, true);
    assert.deepEqual(there.exercises['p/new']?.runs, { b2: 1 });
    assert.deepEqual(progressOf(joinLedgers(here, there), 'p/new'), {
      ...freshExercise,
      ...{ firstPassAt: 30, lastRunAt: 30, lastOutcome: 'passed', runs: 3 },
      history: [10, 20, 30].map(at => ({ at, passed: at === 30 })),
    });
  });

  it('loses nothing when only one value of a key that both have written is kept, and they write again', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { maxLength: 12 }), turns => {
        let [a, b, shared] = [emptyLedger, emptyLedger, emptyLedger];
        turns.forEach(([isA, passed, wins], i) => {
          const own = isA ? a : b;
          const next = note(own, joinLedgers(own, shared), isA ? 'a1' : 'b2', i + 1, passed);
          if (isA) a = next;
          else b = next;
          if (wins) shared = joinLedgers(next, shared);
        });
        const [seenByA, seenByB] = [a, b].map(own =>
          joinLedgers(own, joinLedgers(joinLedgers(a, b), shared)),
        );
        assert.deepEqual(seenByA, seenByB);
        assert.equal(progressOf(seenByA!, 'p/new').runs, turns.length);
      }),
    ));

  it('opens hints at a time, and says the last word about a claim', () => {
    const clock = { machine: 'a1', at: 50 };
    const first = { ...freshExercise, hintsShown: 1, claimed: ['d/a', 'd/b'] };
    const own = noted(
      emptyLedger,
      emptyLedger,
      named('p/new'),
      { before: freshExercise, after: first },
      clock,
    );
    const known = progressOf(own, 'p/new');
    assert.deepEqual(known, { ...first, hintsAt: [50] });
    // Another machine whose clock is behind takes one back.
    const after = { ...known, hintsShown: 2, claimed: ['d/b'] };
    const behind = { machine: 'b2', at: 20 };
    const there = noted(emptyLedger, own, named('p/new'), { before: known, after }, behind);
    assert.deepEqual(progressOf(joinLedgers(own, there), 'p/new'), { ...after, hintsAt: [50, 20] });
  });

  it('is forgotten nowhere that has not been reset, and everywhere that has', () =>
    fc.assert(
      fc.property(anyLedger, anyLedger, fc.constantFrom(1, 7, 100), (own, other, at) => {
        const all = joinLedgers(own, other);
        const afterOne = joinLedgers(withoutExercise(own, all, named('p/new'), at), other);
        assert.deepEqual(progressOf(afterOne, 'p/new'), freshExercise);
        for (const ref of someRefs.slice(1))
          assert.deepEqual(progressOf(afterOne, ref), progressOf(all, ref));
        const afterAll = withoutAnything(all, at);
        assert.deepEqual(refsIn(joinLedgers(joinLedgers(afterAll, other), own)), []);
      }),
    ));

  it('goes on after a reset, also one whose clock is behind that of who reset', () => {
    const other = note(emptyLedger, emptyLedger, 'b2', 30, true);
    const reset = withoutAnything(other, 1_000);
    const all = joinLedgers(other, reset);
    const again = note(other, all, 'b2', 40, false);
    const { runs, firstPassAt } = progressOf(joinLedgers(all, again), 'p/new');
    assert.deepEqual({ runs, firstPassAt }, { runs: 1, firstPassAt: null });
    assert.deepEqual(progressOf(uniteLedgers(joinLedgers(all, again), earned(other)), 'p/new').runs, 2);
  });

  it('knows what a reset elsewhere has taken from it, and lets go of it', () => {
    const own = note(emptyLedger, emptyLedger, 'a1', 10, true);
    assert.deepEqual(takenFrom(own, own), emptyLedger);
    for (const reset of [withoutAnything(own, 99), withoutExercise(emptyLedger, own, named('p/new'), 99)]) {
      const all = joinLedgers(own, reset);
      assert.deepEqual(takenFrom(own, all), own);
      const settled = afterResets(own, all);
      assert.deepEqual(takenFrom(settled, all), emptyLedger);
      assert.deepEqual(joinLedgers(settled, all), all);
    }
  });

  it('brings back what a file has under a name of earlier', () => {
    const file = note(emptyLedger, emptyLedger, 'a1', 10, true);
    const renamed = renamedLedger(file, ref => (ref === 'p/new' ? 'p/newest' : ref));
    assert.deepEqual(progressOf(renamed, 'p/newest'), progressOf(file, 'p/new'));
    const both = { ...file, exercises: { ...file.exercises, 'p/newest': freshRecord } };
    assert.deepEqual(
      renamedLedger(both, ref => (ref === 'p/new' ? 'p/newest' : ref)),
      renamed,
    );
  });
});

describe('a record', () => {
  it('is bounded, whoever wrote it', () => {
    const many = (prefix: string, n: number): Record<string, number> =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`${prefix}${i}`, i + 1]));
    const full = { ...freshRecord, runs: many('m', 40), claims: many('d/p', 900) };
    const record = joinLedgers({ since: 0, exercises: { 'p/new': full } }, emptyLedger);
    const joined = joinLedgers(record, {
      since: 0,
      exercises: { 'p/new': { ...full, runs: many('n', 40) } },
    });
    const { runs, claims } = joined.exercises['p/new']!;
    assert.deepEqual([Object.keys(runs).length, Object.keys(claims).length], [mostCounters, mostClaims]);
    assert.equal(runs['m39'], 40);
  });

  it('takes some 500 bytes to tell the others, after a thousand runs', () => {
    const marks = Array.from(
      { length: 1_000 },
      (_, i) => (1_790_000_000_000 + i * 9_000_000) * (i % 3 ? -1 : 1),
    );
    const record = {
      ...{ since: 1_780_000_000_000, startedAt: 1_790_000_000_000, firstPassAt: 1_790_000_000_000 },
      ...{ lastRunAt: 1_799_000_000_000, runs: { abcdef012345: 1_000 }, attempts: { abcdef012345: 2 } },
      hints: [1_790_000_000_000, 1_790_000_000_000],
      claims: { 'restart/loss': 1_790_000_000_000, 'restart/cost': 1_790_000_000_000 },
      marks,
    };
    const told = thinnedLedger({ since: 0, exercises: { 'p/new': record } }, sharedLimits);
    const { length } = JSON.stringify(storedLedger(told));
    assert.ok(length < 700, `${length} bytes`);
  });
});
