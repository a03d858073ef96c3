import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextSteps, type NextStep } from '../../../../src/core/advice/nextSteps';
import type { Practised } from '../../../../src/core/advice/practised';
import { skillLevels } from '../../../../src/core/advice/skillLevels';
import { intervals, returnTo } from '../../../../src/core/advice/spacing';
import { anyPractised } from '../support/practised';
import { dayMs, passedAt, progress } from '../support/ledgers';

const day = (n: number): number => 1_000 * dayMs + n * dayMs;
const today = day(0);

let places = 0;
const exercise = (id: string, change: Partial<Practised> = {}): Practised => ({
  ref: `p/${id}`,
  title: id.toUpperCase(),
  place: places++,
  difficulty: 'core',
  skills: ['caching'],
  prerequisites: [],
  isChecked: true,
  progress: progress(),
  ...change,
});
const ids = (steps: readonly NextStep[]): readonly string[] => steps.map(({ ref }) => ref.slice(2));

describe('coming back to an exercise', () => {
  const dueAfter = (...days: readonly number[]): number =>
    (returnTo(passedAt(...(days.map(day) as [number, ...number[]])))!.dueAt - today) / dayMs;

  it('is due after growing intervals, from the last pass that came when it was time', () => {
    assert.equal(returnTo(progress({ startedAt: 5 })), undefined);
    assert.deepEqual(
      [dueAfter(0), dueAfter(0, 7), dueAfter(0, 7, 28), dueAfter(0, 7, 28, 88), dueAfter(0, 7, 28, 88, 268)],
      [7, 28, 88, 268, 448],
    );
    assert.ok(intervals.every((days, i) => days > 2 * (intervals[i - 1] ?? 0)));
  });

  it('is not put off by a pass before that, nor brought forward by a run that fails', () => {
    assert.equal(dueAfter(0, 1, 6), 7);
    const failed = { ...passedAt(day(0)), history: [{ at: day(9), passed: false }] };
    assert.equal(returnTo(failed)?.dueAt, day(7));
  });

  it('is never earlier for having passed once more', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(900), { minLength: 1, maxLength: 12 }), fc.nat(900), (days, more) => {
        const sorted = [...days].sort((a, b) => a - b);
        const again = [...sorted, Math.max(more, ...sorted)];
        assert.ok(dueAfter(...again) >= dueAfter(...sorted));
      }),
    ));
});

describe('the levels of skills', () => {
  it('are the passed of those that practise them, in the order of the list', () =>
    assert.deepEqual(
      skillLevels([
        exercise('a', { skills: ['scale', 'caching'], progress: passedAt(5) }),
        exercise('b', { skills: ['caching'] }),
      ]),
      [
        { skill: 'caching', passed: 1, total: 2 },
        { skill: 'scale', passed: 1, total: 1 },
      ],
    ));
});

describe('what to do next', () => {
  it('begins with what can be begun, the easiest first', () => {
    const hard = exercise('hard', { difficulty: 'advanced' });
    const exercises = [hard, exercise('easy'), exercise('after', { prerequisites: ['p/easy'] })];
    assert.deepEqual(nextSteps(exercises, today), [
      { ref: 'p/easy', reason: { kind: 'open', after: [] } },
      { ref: 'p/hard', reason: { kind: 'open', after: [] } },
    ]);
  });

  it('is first what has been begun, then what is due again, then the skill that is practised least', () => {
    const begunAt = (at: number) => progress({ startedAt: at, lastRunAt: at, lastOutcome: 'failed' });
    const exercises = [
      exercise('done', { progress: passedAt(day(-8)), skills: ['caching', 'scale'] }),
      exercise('fresh', { progress: passedAt(day(-1)), skills: ['caching'] }),
      exercise('written', { progress: passedAt(day(-90)), isChecked: false, skills: ['communication'] }),
      exercise('older', { progress: begunAt(day(-3)) }),
      exercise('newer', { progress: begunAt(day(-2)) }),
      exercise('cache', { skills: ['caching'] }),
      exercise('breaker', { skills: ['caching', 'resilience'], prerequisites: ['p/done', 'q/unknown'] }),
    ];
    assert.deepEqual(nextSteps(exercises, today), [
      { ref: 'p/newer', reason: { kind: 'begun', at: day(-2) } },
      { ref: 'p/older', reason: { kind: 'begun', at: day(-3) } },
      { ref: 'p/done', reason: { kind: 'return', days: 8, times: 0 } },
      {
        ref: 'p/breaker',
        reason: { kind: 'skill', level: { skill: 'resilience', passed: 0, total: 1 }, after: ['DONE'] },
      },
      {
        ref: 'p/cache',
        reason: { kind: 'skill', level: { skill: 'caching', passed: 2, total: 6 }, after: [] },
      },
    ]);
  });

  it('is what comes before, where something was begun too early', () => {
    const exercises = [
      exercise('first', { difficulty: 'advanced' }),
      exercise('second', { prerequisites: ['p/first'] }),
      exercise('third', { prerequisites: ['p/second'], progress: progress({ startedAt: 5 }) }),
      exercise('easy'),
    ];
    assert.deepEqual(nextSteps(exercises, today)[0], {
      ref: 'p/first',
      reason: { kind: 'opens', title: 'THIRD' },
    });
  });

  it('is nothing when there is nothing, when all is done, and where prerequisites go in a circle', () => {
    const circle = [
      exercise('a', { prerequisites: ['p/b'], progress: progress({ startedAt: 5 }) }),
      exercise('b', { prerequisites: ['p/a'] }),
    ];
    for (const none of [[], [exercise('done', { progress: passedAt(day(-1)) })], circle])
      assert.deepEqual(nextSteps(none, today), []);
  });

  it('never needs what has not been passed, never repeats itself, and is the same in any order', () =>
    fc.assert(
      fc.property(
        anyPractised.chain(all =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
        ),
        fc.integer({ min: 0, max: 400 }),
        ([all, shuffled], days) => {
          const steps = nextSteps(all, days * dayMs);
          assert.deepEqual(nextSteps(shuffled, days * dayMs), steps);
          assert.ok(steps.length <= 5 && new Set(ids(steps)).size === steps.length);
          const byRef = new Map(all.map(one => [one.ref, one]));
          for (const { ref, reason } of steps) {
            const { prerequisites, progress: standing } = byRef.get(ref)!;
            for (const before of prerequisites)
              assert.notEqual(byRef.get(before)?.progress.firstPassAt, null, `${ref} is locked`);
            assert.equal(standing.firstPassAt !== null, reason.kind === 'return');
          }
        },
      ),
      { numRuns: 500 },
    ));

  it('has something as long as there is something new that nothing stands before', () =>
    fc.assert(
      fc.property(anyPractised, all => {
        const untouched = all.some(one => one.prerequisites.length === 0 && one.progress.startedAt === null);
        if (untouched) assert.ok(nextSteps(all, 0).length > 0);
      }),
    ));
});
