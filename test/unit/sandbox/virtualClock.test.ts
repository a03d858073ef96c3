import assert from 'node:assert/strict';
import fc from 'fast-check';
import { epoch, VirtualClock } from '../../../src/sandbox/virtualClock';

const unexpected = (): never => {
  throw new Error('It was called.');
};

const newClock = (onThrow: (thrown: unknown) => void = unexpected): VirtualClock =>
  new VirtualClock({
    settle: () => new Promise(resolve => setImmediate(resolve)),
    onThrow,
    fail: message => new Error(message),
  });

/** Delays as a learner writes them, ties included. */
const delays = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 200 });

describe('the virtual clock', () => {
  it('fires in order of time, and of creation within one moment', () => {
    fc.assert(
      fc.property(delays, ms => {
        const clock = newClock();
        const fired: [number, number][] = [];
        ms.forEach((delay, index) => clock.setTimeout(() => fired.push([clock.elapsed(), index]), delay));
        clock.tick(50);
        const expected = ms.map((delay, index): [number, number] => [delay, index]);
        assert.deepEqual(
          fired,
          expected.sort(([a, i], [b, j]) => a - b || i - j),
        );
        assert.equal(clock.pending(), 0);
      }),
    );
  });

  it('does not care in how many steps time passes', () => {
    fc.assert(
      fc.property(delays, fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }), (ms, steps) => {
        const run = (advance: (clock: VirtualClock) => void): unknown[] => {
          const clock = newClock();
          const fired: unknown[] = [];
          ms.forEach((delay, index) => clock.setTimeout(() => fired.push([clock.elapsed(), index]), delay));
          advance(clock);
          return fired;
        };
        const total = steps.reduce((sum, step) => sum + step, 0);
        assert.deepEqual(
          run(clock => steps.forEach(step => clock.tick(step))),
          run(clock => clock.tick(total)),
        );
      }),
    );
  });

  it('never fires what has been cleared', () => {
    fc.assert(
      fc.property(delays, fc.array(fc.nat(199)), (ms, cleared) => {
        const clock = newClock();
        const fired: number[] = [];
        const ids = ms.map((delay, index) => clock.setTimeout(() => fired.push(index), delay));
        const gone = new Set(cleared.filter(index => index < ids.length));
        for (const index of gone) clock.clear(ids[index]!);
        assert.equal(clock.pending(), ids.length - gone.size);
        clock.tick(50);
        assert.deepEqual(
          fired.filter(index => gone.has(index)),
          [],
        );
        assert.equal(fired.length, ids.length - gone.size);
      }),
    );
  });

  it('fires what a list of timers would, however many were cleared and refreshed', () => {
    const operation = fc.oneof(
      fc.record({ set: fc.integer({ min: 1, max: 500 }) }),
      fc.record({ clear: fc.nat(300) }),
      fc.record({ refresh: fc.nat(300) }),
      fc.record({ pass: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { minLength: 200, maxLength: 600 }), operations => {
        const clock = newClock();
        const fired: string[] = [];
        const expected: string[] = [];
        const ids: number[] = [];
        let list: {
          readonly n: number;
          readonly delay: number;
          readonly due: number;
          readonly order: number;
        }[] = [];
        operations.forEach((step, order) => {
          if ('set' in step) {
            const n = ids.length;
            ids.push(clock.setTimeout(() => fired.push(`${n} at ${clock.elapsed()}`), step.set));
            list.push({ n, delay: step.set, due: clock.elapsed() + step.set, order });
          } else if ('clear' in step) {
            clock.clear(ids[step.clear] ?? -1);
            list = list.filter(({ n }) => n !== step.clear);
          } else if ('refresh' in step) {
            clock.refresh(ids[step.refresh] ?? -1);
            list = list.map(timer =>
              timer.n === step.refresh ? { ...timer, due: clock.elapsed() + timer.delay, order } : timer,
            );
          } else {
            clock.tick(step.pass);
            const due = list.filter(timer => timer.due <= clock.elapsed());
            due.sort((a, b) => a.due - b.due || a.order - b.order);
            expected.push(...due.map(timer => `${timer.n} at ${timer.due}`));
            list = list.filter(timer => timer.due > clock.elapsed());
          }
        });
        assert.deepEqual(fired, expected);
        assert.equal(clock.pending(), list.length);
      }),
      { numRuns: 60 },
    );
  });

  it('runs until something has come to pass, or cannot any more', async () => {
    const clock = newClock();
    const seen: number[] = [];
    for (const moment of [10, 20.5, 30, 40]) clock.at(moment, () => void seen.push(clock.elapsed()));
    assert.equal(await clock.runUntil(() => seen.length === 2, 100), true);
    assert.deepEqual([seen, clock.elapsed()], [[10, 20.5], 20.5]);
    assert.equal(await clock.runUntil(() => false, 35), false);
    assert.deepEqual([seen.length, clock.elapsed()], [3, 35]);
    assert.equal(await clock.runUntil(() => false, 1_000), false);
    assert.deepEqual([seen.length, clock.elapsed(), clock.pending()], [4, 40, 0]);
    clock.at(5, () => void seen.push(clock.elapsed()));
    assert.equal(await clock.runUntil(() => seen.length === 5, 1_000), true);
    assert.deepEqual(seen, [10, 20.5, 30, 40, 40]);
  });

  it('moves time on before a timer runs, also the one a timer makes', () => {
    const clock = newClock();
    const seen: number[] = [];
    const again = (): void => {
      seen.push(clock.elapsed());
      if (seen.length < 3) clock.setTimeout(again, 10);
    };
    clock.setTimeout(again, 10);
    clock.tick(100);
    assert.deepEqual([seen, clock.elapsed()], [[10, 20, 30], 100]);
  });

  it('takes delays as Node does', () => {
    const clock = newClock();
    const seen: number[] = [];
    for (const ms of [0, -1, 1.9, Number.NaN, '5', undefined, 2 ** 31])
      clock.setTimeout(() => seen.push(clock.elapsed()), ms);
    clock.tick(10);
    assert.deepEqual(seen, [1, 1, 1, 1, 1, 1, 5]);
  });

  it('keeps the wall clock apart from the time that passes', () => {
    const clock = newClock();
    clock.tick(5);
    clock.jumpWallClock(-1_000);
    assert.deepEqual([clock.now() - epoch, clock.elapsed()], [-995, 5]);
    clock.setWallClock(7);
    clock.tick(1);
    assert.deepEqual([clock.now(), clock.elapsed()], [8, 6]);
    clock.reset();
    assert.deepEqual([clock.now(), clock.elapsed()], [epoch, 0]);
  });

  it('drops timers when it begins again', () => {
    const clock = newClock();
    clock.setInterval(unexpected, 5);
    clock.reset();
    clock.tick(100);
    assert.equal(clock.pending(), 0);
  });

  it('goes on after a timer that throws', () => {
    const thrown: unknown[] = [];
    const clock = newClock(error => thrown.push(error));
    const seen: number[] = [];
    clock.setTimeout(() => {
      throw new RangeError('x');
    }, 1);
    clock.setTimeout(() => seen.push(2), 2);
    clock.tick(5);
    assert.deepEqual([thrown.map(String), seen], [['RangeError: x'], [2]]);
  });

  it('settles promises after each timer', async () => {
    const clock = newClock();
    const seen: string[] = [];
    clock.setTimeout(() => void Promise.resolve().then(() => seen.push('promise')), 1);
    clock.setTimeout(() => seen.push('timer'), 1);
    await clock.advance(1);
    assert.deepEqual(seen, ['promise', 'timer']);
  });

  it('says that it is busy while it advances', async () => {
    const clock = newClock();
    const advancing = clock.advance(1);
    assert.equal(clock.busy, true);
    await advancing;
    assert.equal(clock.busy, false);
  });

  it('gives up on timers that never let time pass, and on too many', async () => {
    const clock = newClock();
    const again = (): void => void clock.setImmediate(again);
    again();
    await assert.rejects(clock.advance(1), /10000 timers fired without time passing/);
    assert.equal(clock.pending(), 0);

    clock.setInterval(() => undefined, 1);
    await assert.rejects(clock.runAll(5), /still pending after 5 have fired/);

    clock.reset();
    for (let index = 0; index < 100_000; index++) clock.setTimeout(() => undefined, 1);
    assert.throws(() => clock.setTimeout(() => undefined, 1), /100000 pending timers/);
  });

  it('refuses to go back', async () => {
    const clock = newClock();
    for (const ms of [-1, Number.NaN, Infinity, 'x' as unknown as number]) {
      assert.throws(() => clock.tick(ms), RangeError);
      assert.throws(() => void clock.advance(ms), RangeError);
    }
  });
});
