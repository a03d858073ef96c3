import assert from 'node:assert/strict';
import { clock, harden, random, retainedBytes, trace } from '#testkit';
import {
  breakerWith,
  expectAnswered,
  expectCounters,
  expectPending,
  expectRejected,
  expectState,
  fail,
  Flight,
  launch,
  noThresholds,
  outage,
  succeed,
} from './calls.ts';

const off = Infinity;

/** Failures of calls. The rate times the calls is a little more than the failures, in floating point. */
const exactly = [
  [7, 25],
  [14, 25],
] as const;

describe('Closed', () => {
  it('R1 hands the answer or the very same error of the model back to the caller', async () => {
    const breaker = breakerWith(noThresholds);
    const good = await launch(breaker);
    expectPending(good, 'The caller should wait for as long as the model thinks');
    await good.succeed('42 is the answer');
    expectAnswered(good, '42 is the answer', 'When the model has answered');

    for (const error of [outage(), 'a string thrown by an old client', null]) {
      const bad = await launch(breaker);
      await bad.fail(error);
      expectRejected(bad, error, 'When the model has failed');
    }
    expectState(breaker, 'closed', 'With both thresholds turned off');
  });

  it('R1 does not make a call wait for the ones before it, however many are under way', async () => {
    const breaker = breakerWith();
    const flights = Array.from({ length: 40 }, () => new Flight(breaker));
    await clock.settle();
    const started = flights.filter(flight => flight.started).length;
    assert.equal(started, 40, `40 callers asked at the same time; ${started} calls reached the model`);
    for (const flight of random.shuffle(flights)) await flight.succeed();
    const answered = flights.filter(flight => flight.ending.kind === 'value').length;
    assert.equal(answered, 40, `The model answered 40 callers; ${answered} of them got their answer`);
  });

  it('R1 turns an operation that throws at once into a rejection, and counts it like any other error', async () => {
    const breaker = breakerWith({ consecutiveFailures: 2 });
    const error = outage();
    for (let i = 0; i < 2; i++) {
      const flight = new Flight(breaker, { thrown: error });
      await clock.settle();
      expectRejected(flight, error, 'When the operation throws before it returns a promise');
    }
    expectState(
      breaker,
      'open',
      'After two operations in a row that threw at once, with a threshold of two,',
    );
  });

  it('R2 opens on the fifth failure in a row by default, not on the fourth', async () => {
    const breaker = breakerWith();
    await succeed(breaker, 3);
    await fail(breaker, 4);
    expectState(breaker, 'closed', 'After four failures in a row');
    expectCounters(breaker, { consecutiveFailures: 4 }, 'After four failures in a row');
    await fail(breaker);
    expectState(breaker, 'open', 'After five failures in a row');
  });

  it('R2 opens at the end of the first unbroken row of failures in random traffic', async () => {
    for (let round = 0; round < 8; round++) {
      const threshold = random.int(1, 6);
      const breaker = breakerWith({ consecutiveFailures: threshold, minimumCalls: off });
      let row = 0;
      for (let call = 1; call <= 60 && row < threshold; call++) {
        const ok = random.chance(0.4);
        row = ok ? 0 : row + 1;
        await (ok ? succeed(breaker) : fail(breaker));
        const when = `With a threshold of ${threshold}, after ${row} failure(s) since the last success,`;
        expectState(breaker, row < threshold ? 'closed' : 'open', when);
        if (row < threshold) expectCounters(breaker, { consecutiveFailures: row }, when);
        await clock.advance(random.int(0, 30_000));
      }
    }
  });

  it('R2 counts calls in the order in which they end, not in which they began', async () => {
    const breaker = breakerWith({ consecutiveFailures: 3, minimumCalls: off });
    const [first, second, third, fourth, fifth] = Array.from({ length: 5 }, () => new Flight(breaker));
    await fifth!.fail();
    await third!.fail();
    await first!.succeed();
    expectCounters(
      breaker,
      { consecutiveFailures: 0 },
      'Right after a success, whenever that call had begun,',
    );
    await fourth!.fail();
    await second!.fail();
    expectState(breaker, 'closed', 'Two failures after the last call that ended well');
    await fail(breaker);
    expectState(breaker, 'open', 'Three failures after the last call that ended well');
  });

  it('R3 opens on the failure that makes the failure rate high enough, in random traffic', async () => {
    for (let round = 0; round < 8; round++) {
      const failureRate = random.pick([0.25, 0.5, 0.75, 1]);
      const minimumCalls = random.int(1, 24);
      const breaker = breakerWith({ consecutiveFailures: off, failureRate, minimumCalls, windowMs: 60_000 });
      const badness = random.pick([0.2, 0.5, 0.8]);
      let failures = 0;
      for (let calls = 1; calls <= 40; calls++) {
        const failed = random.chance(badness);
        if (failed) failures += 1;
        await (failed ? fail(breaker) : succeed(breaker));
        await clock.advance(random.int(0, 1_000));
        const share = `${failures} of ${calls} calls failed (rate ${failureRate}, at least ${minimumCalls} calls)`;
        const opens = failed && calls >= minimumCalls && failures / calls >= failureRate;
        expectState(
          breaker,
          opens ? 'open' : 'closed',
          `${share}: after a ${failed ? 'failure' : 'success'}`,
        );
        if (opens) break;
        expectCounters(breaker, { windowCalls: calls, windowFailures: failures }, share);
      }
    }
  });

  it('R3 opens by default on half of 20 calls, and takes no rate seriously below 20', async () => {
    const breaker = breakerWith({ consecutiveFailures: off });
    trace.limit('calls in the window', 20);
    for (let calls = 1; calls < 20; calls++) {
      await fail(breaker);
      trace.point('calls in the window', breaker.snapshot().windowCalls);
      expectState(breaker, 'closed', `With ${calls} call(s) in the window, all of them failed,`);
    }
    await fail(breaker);
    expectState(breaker, 'open', 'With 20 calls in the window, all of them failed,');

    const half = breakerWith({ consecutiveFailures: off });
    await succeed(half, 10);
    await fail(half, 9);
    expectState(half, 'closed', 'With 19 calls in the window, 9 of them failed,');
    await fail(half);
    expectState(half, 'open', 'With 20 calls in the window, 10 of them failed, which is the rate of 0.5,');

    for (const [failures, calls] of exactly) {
      const failureRate = failures / calls;
      const exact = breakerWith({ consecutiveFailures: off, minimumCalls: calls, failureRate });
      await succeed(exact, calls - failures);
      await fail(exact, failures);
      expectState(
        exact,
        'open',
        `With ${failures} of ${calls} calls failed, which is the rate of ${failureRate},`,
      );
    }
  });

  it('R3 wants the minimum of calls within the window, not since the morning', async () => {
    const breaker = breakerWith({ consecutiveFailures: off });
    await succeed(breaker, 30);
    await clock.advance(60_000);
    await fail(breaker, 2);
    expectState(
      breaker,
      'closed',
      'A minute after 30 good calls, with nothing but two failures in the window,',
    );
    await succeed(breaker, 9);
    await fail(breaker, 8);
    expectState(breaker, 'closed', 'With 19 calls in the window, 10 of them failed,');
    await succeed(breaker);
    expectState(breaker, 'closed', 'With 20 calls in the window, 10 of them failed, the last one a success,');
    await fail(breaker);
    expectState(breaker, 'open', 'With 21 calls in the window, 11 of them failed,');
  });
});

describe('Rolling window', () => {
  it('R4 counts outcomes younger than nine tenths of the window, and none as old as it, wherever slices begin', async () => {
    const breaker = breakerWith({ consecutiveFailures: off });
    await fail(breaker, 19);
    await clock.advance(10_000);
    expectCounters(
      breaker,
      { windowCalls: 0, windowFailures: 0 },
      'Ten seconds after the last of 19 failures',
    );
    await fail(breaker);
    expectState(breaker, 'closed', 'With one failure in the window and 19 older than it');

    for (let round = 0; round < 8; round++) {
      await clock.advance(random.int(0, 20_000));
      const young = breakerWith({ consecutiveFailures: off });
      await clock.advance(random.int(0, 20_000));
      await fail(young, 10);
      await clock.advance(8_999);
      await fail(young, 9);
      expectCounters(
        young,
        { windowCalls: 19, windowFailures: 19 },
        'With 10 failures 8,999 ms ago and 9 now',
      );
      await fail(young);
      expectState(young, 'open', 'With 10 failures 8,999 ms ago and 10 now');
    }
  });

  it('R4 keeps its counts between the bounds in random traffic with pauses', async () => {
    const windowMs = 5_000;
    const breaker = breakerWith({ ...noThresholds, windowMs });
    const outcomes: { readonly at: number; readonly failed: boolean }[] = [];
    for (let call = 0; call < 120; call++) {
      const failed = random.chance(0.5);
      await (failed ? fail(breaker) : succeed(breaker));
      outcomes.push({ at: clock.elapsed(), failed });
      await clock.advance(Math.round(random.exponential(random.chance(0.05) ? 4_000 : 120)));

      const ages = outcomes.map(outcome => ({ age: clock.elapsed() - outcome.at, failed: outcome.failed }));
      const surely = ages.filter(outcome => outcome.age < 0.9 * windowMs);
      const possibly = ages.filter(outcome => outcome.age < windowMs);
      const { windowCalls, windowFailures } = breaker.snapshot();
      trace.point('calls in the window', windowCalls);
      within(windowCalls, surely.length, possibly.length, 'calls');
      within(windowFailures, countFailed(surely), countFailed(possibly), 'failures');
    }
  });

  it('R4 takes bounded memory, whatever the traffic within one window', async () => {
    const breaker = breakerWith({ ...noThresholds, windowMs: 600_000 });
    const operation = harden(() => Promise.resolve('hello'));
    const burst = async (calls: number): Promise<void> => {
      for (let batch = 0; batch < calls / 100; batch++) {
        await Promise.all(Array.from({ length: 100 }, () => breaker.call(operation)));
        await clock.advance(10);
      }
      await clock.advance(20_000);
    };
    await burst(2_000);
    // The engine itself keeps or frees 250 kB now and then, in turn; a log of calls grows by 300 kB every time.
    let least = Infinity;
    for (let tries = 0; tries < 3 && least > 200; tries++)
      least = Math.min(least, Math.round((await retainedBytes(() => burst(6_000))) / 1_000));
    if (least > 200)
      assert.fail(
        `6,000 calls that are over should leave next to nothing behind in the breaker; they left ${least} kB at the least, three times in a row`,
      );
  });
});

const countFailed = (outcomes: readonly { readonly failed: boolean }[]): number =>
  outcomes.filter(o => o.failed).length;

function within(actual: number, least: number, most: number, what: string): void {
  const range = least === most ? `${least}` : `${least} to ${most}`;
  if (actual >= least && actual <= most) return;
  assert.fail(`The window should hold ${range} ${what} at this moment, but it says ${actual}`);
}
