import assert from 'node:assert/strict';
import { clock, harden, random, trace } from '#testkit';
import { CallTimeoutError, ModelError } from '#attempt/errors.ts';
import type { CircuitBreaker } from '#attempt/types.ts';
import {
  badRequest,
  breakerWith,
  expectAborted,
  expectAdmitted,
  expectAnswered,
  expectCounters,
  expectPending,
  expectRefused,
  expectRejected,
  expectState,
  fail,
  Flight,
  halfOpenBreaker,
  launch,
  nameOf,
  noThresholds,
  open,
  openBreaker,
  outage,
  succeed,
} from './calls.ts';

describe('Time-outs', () => {
  it('R9 gives a call up after its time-out and aborts its signal with the same error', async () => {
    for (let round = 0; round < 5; round++) {
      const timeoutMs = random.int(2, 20_000);
      const breaker = breakerWith({ timeoutMs });
      const hanging = await launch(breaker);
      await clock.advance(timeoutMs - 1);
      expectPending(hanging, `The caller should still wait 1 ms before a time-out of ${timeoutMs} ms`);
      assert.equal(
        hanging.signal.aborted,
        false,
        `The operation should not be told to stop 1 ms before a time-out of ${timeoutMs} ms`,
      );
      await clock.advance(1);
      expectTimedOut(hanging, timeoutMs);
      expectAborted(hanging.signal, hanging.error, 'When its caller has got a CallTimeoutError,');
    }
  });

  it('R9 counts time-outs as failures, without asking the predicate: five hanging calls open the breaker', async () => {
    for (const options of [{}, { countsAsFailure: () => false }]) {
      const breaker = breakerWith(options);
      const hanging = Array.from({ length: 5 }, () => new Flight(breaker));
      await clock.advance(10_000);
      for (const flight of hanging) expectTimedOut(flight, 10_000);
      expectState(breaker, 'open', 'After five calls in a row without an answer in ten seconds');
      expectRefused(await launch(breaker), 'open', 'After five time-outs');
    }
  });

  it('R9 opens again when a probe hangs, and takes the time-out for that', async () => {
    const { breaker } = await halfOpenBreaker({ maxProbes: 1, coolDownMs: 5_000, timeoutMs: 3_000 });
    await clock.advance(2_999);
    expectState(breaker, 'half-open', '1 ms before the time-out of the only probe');
    await clock.advance(1);
    expectState(breaker, 'open', 'When the only probe has timed out');
    await clock.advance(5_000);
    expectAdmitted(await launch(breaker), 'A whole cool-down after the probe had timed out');
  });

  it('R9 counts a timed-out call once, whatever its operation does afterwards', async () => {
    const endings: readonly ((flight: Flight) => Promise<void>)[] = [
      flight => flight.succeed(),
      flight => flight.fail(),
      flight => flight.fail(flight.signal.reason),
    ];
    for (const end of endings) {
      const breaker = breakerWith(noThresholds);
      await fail(breaker);
      const hanging = await launch(breaker);
      await clock.advance(10_000);
      const { error } = hanging;
      expectTimedOut(hanging, 10_000);
      await fail(breaker);
      await end(hanging);
      await clock.advance(1_000);
      expectRejected(hanging, error, 'However the operation ends after its time-out,');
      expectCounters(
        breaker,
        { consecutiveFailures: 3 },
        'After a failure, a time-out, a failure and the late end of the call that timed out,',
      );
    }

    const breaker = breakerWith({ timeoutMs: 4_000 });
    const rude = await launch(breaker);
    rude.signal.addEventListener(
      'abort',
      harden(() => void rude.fail(new Error('AbortError of the HTTP client'))),
      harden({ once: true }),
    );
    await clock.advance(4_000);
    expectTimedOut(rude, 4_000);
    expectCounters(
      breaker,
      { consecutiveFailures: 1 },
      'After a time-out of an operation that rejects as soon as it hears of the abort',
    );
  });

  it('R9 leaves no timer behind when a call is over, and does not abort its signal any more', async () => {
    const breaker = breakerWith(noThresholds);
    const user = new AbortController();
    const good = await launch(breaker, user.signal);
    await good.succeed();
    noTimers('succeeded');
    const bad = await launch(breaker, user.signal);
    await bad.fail();
    noTimers('failed');
    new Flight(breaker, { thrown: outage() });
    await clock.settle();
    noTimers('thrown at once');
    const controller = new AbortController();
    await launch(breaker, controller.signal);
    controller.abort();
    await clock.settle();
    noTimers('been cancelled');
    await clock.advance(60_000);
    user.abort();
    await clock.settle();
    for (const [ended, flight] of Object.entries({ succeeded: good, failed: bad }))
      assert.equal(
        flight.signal.aborted,
        false,
        `When a call has ${ended}, neither its time-out nor its caller, who leaves a minute later, should abort the operation's signal`,
      );
  });
});

describe('Errors that do not count', () => {
  it('R10 lets bad requests through to their callers and counts them neither way', async () => {
    const breaker = breakerWith({ consecutiveFailures: 4, minimumCalls: 6 });
    for (let i = 0; i < 30; i++) {
      const flight = await launch(breaker);
      const error = new ModelError(random.pick([400, 401, 404, 422]));
      await flight.fail(error);
      expectRejected(flight, error, `When the model answers ${error.status}`);
    }
    expectState(breaker, 'closed', 'After 30 requests that the model rightly turned down');
    expectCounters(
      breaker,
      { consecutiveFailures: 0, windowCalls: 0, windowFailures: 0 },
      'After 30 bad requests',
    );
    await fail(breaker, 2);
    await fail(breaker, 3, badRequest());
    expectCounters(
      breaker,
      { consecutiveFailures: 2, windowCalls: 2 },
      'After two failures and then three bad requests',
    );
    await fail(breaker, 2);
    expectState(
      breaker,
      'open',
      'After four failures with nothing but bad requests in between, with a threshold of four,',
    );
  });

  it('R10 takes a bad request during a probe for no news, but gives the place of the probe back', async () => {
    const { breaker, probe } = await halfOpenBreaker({
      maxProbes: 1,
      successesToClose: 1,
      coolDownMs: 1_000,
    });
    await probe.fail(badRequest());
    await fail(breaker, 5, badRequest());
    const throwing = new Flight(breaker, { thrown: badRequest() });
    await clock.settle();
    expectAdmitted(throwing, 'After the only probe has met its sixth bad request');
    expectState(breaker, 'half-open', 'After seven probes that the model turned down as bad requests');
    const last = await launch(breaker);
    expectAdmitted(last, 'After the operation of the only probe has thrown at once');
    await last.succeed();
    expectState(breaker, 'closed', 'After the one success that it takes');
  });

  it('R10 asks the predicate it was given, and counts an error about which that throws', async () => {
    const countsAsFailure = (error: unknown): boolean => {
      if (error === 'no idea') throw new TypeError('A bug in the predicate');
      return error !== 'out of quota';
    };
    const breaker = breakerWith({ consecutiveFailures: 3, countsAsFailure });
    await fail(breaker, 10, 'out of quota');
    expectState(breaker, 'closed', 'After ten errors that the predicate does not count');
    await fail(breaker, 2, badRequest());
    const unclear = await launch(breaker);
    await unclear.fail('no idea');
    expectRejected(unclear, 'no idea', 'When the predicate throws');
    expectState(
      breaker,
      'open',
      'After two errors that the predicate counts and one about which it threw, with a threshold of three,',
    );
  });

  it('R10 lets a caller give up: at once, with the reason, and without a word about the model', async () => {
    const breaker = breakerWith({ consecutiveFailures: 3, minimumCalls: 4 });
    await fail(breaker, 2);
    for (let i = 0; i < 10; i++) {
      const controller = new AbortController();
      const flight = await launch(breaker, controller.signal);
      await clock.advance(random.int(0, 300));
      const reason = new Error('The user closed the tab');
      controller.abort(reason);
      await clock.settle();
      expectRejected(flight, reason, 'When it gives up,');
      expectAborted(flight.signal, reason, 'When its caller gives up,');
      if (random.chance(0.5)) await flight.fail(new Error('AbortError of the HTTP client'));
    }

    const controller = new AbortController();
    const reason = new Error('The operation found that nobody is there');
    const whenRun = (): void => controller.abort(reason);
    const atOnce = new Flight(breaker, { signal: controller.signal, whenRun });
    await clock.settle();
    expectRejected(
      atOnce,
      reason,
      'When the operation itself cancels the call before it returns its promise,',
    );
    expectCounters(
      breaker,
      { consecutiveFailures: 2, windowCalls: 2, windowFailures: 2 },
      'After two failures and eleven callers that gave up',
    );
    await fail(breaker);
    expectState(breaker, 'open', 'After three failures, with eleven callers that gave up before the third,');
  });

  it('R10 takes a call for no call at all if its caller has given up before, in every state', async () => {
    const reason = new Error('Too late');
    const before = new AbortController();
    before.abort(reason);
    const states: Record<string, () => Promise<CircuitBreaker>> = {
      closed: async () => breakerWith(),
      open: () => openBreaker(),
      'open, with the cool-down over,': async () => {
        const breaker = await openBreaker();
        await clock.advance(30_000);
        return breaker;
      },
      'half-open, with one place of two taken,': async () =>
        (await halfOpenBreaker({ maxProbes: 2, coolDownMs: 1_000 })).breaker,
      'forced open': async () => {
        const breaker = breakerWith();
        breaker.forceOpen();
        return breaker;
      },
    };
    for (const [name, reach] of Object.entries(states)) {
      const breaker = await reach();
      const snapshot = { ...breaker.snapshot() };
      const flight = await launch(breaker, before.signal);
      const when = `When it is ${name} and the signal was aborted before the call`;
      assert.equal(flight.started, false, `${when} the operation should not be run`);
      expectRejected(flight, reason, when);
      assert.deepEqual({ ...breaker.snapshot() }, snapshot, `${when} nothing should change`);
    }
  });
});

describe('Calls across a change of state', () => {
  const slow = { timeoutMs: 3_600_000 };

  it('R11 does not close because a call from before the opening succeeds at last', async () => {
    const breaker = breakerWith({ ...slow, consecutiveFailures: 3, successesToClose: 1, coolDownMs: 1_000 });
    const late = [await launch(breaker), await launch(breaker)];
    await open(breaker, 3);
    await late[0]!.succeed('late but good');
    expectAnswered(late[0]!, 'late but good', 'However late');
    expectState(breaker, 'open', 'After the late success of a call from before the opening');
    await clock.advance(1_000);
    await launch(breaker);
    await late[1]!.succeed();
    expectState(breaker, 'half-open', 'After the late success of a call that never was a probe');
  });

  it('R11 does not open because a call from before the opening fails at last', async () => {
    const breaker = breakerWith({
      ...slow,
      consecutiveFailures: 3,
      minimumCalls: Infinity,
      successesToClose: 1,
      coolDownMs: 1_000,
    });
    const late = Array.from({ length: 6 }, () => new Flight(breaker));
    await open(breaker, 3);
    await clock.advance(1_000);
    const probe = await launch(breaker);
    const error = outage();
    await late[0]!.fail(error);
    expectRejected(late[0]!, error, 'However late');
    expectState(breaker, 'half-open', 'After the late failure of a call that never was a probe');
    await probe.succeed();
    for (const flight of late.slice(1)) await flight.fail();
    expectState(
      breaker,
      'closed',
      'After five late failures of calls admitted when it was closed the last time',
    );
    expectCounters(breaker, { consecutiveFailures: 0, windowCalls: 0 }, 'After late failures only');
  });

  it('R11 neither takes nor frees the place of a probe for a call that ends late', async () => {
    const breaker = breakerWith({
      ...slow,
      consecutiveFailures: 2,
      maxProbes: 2,
      successesToClose: 10,
      coolDownMs: 1_000,
    });
    const fromClosed = await launch(breaker);
    await open(breaker, 2);
    await clock.advance(1_000);
    const oldProbe = await launch(breaker);
    await (await launch(breaker)).fail();
    expectState(breaker, 'open', 'After a failed probe');
    await clock.advance(1_000);
    await launch(breaker);
    await launch(breaker);
    await fromClosed.fail(badRequest());
    await oldProbe.succeed();
    expectCounters(
      breaker,
      { probesInFlight: 2 },
      'With two probes under way, and after the late end of a call and of a probe from earlier times,',
    );
  });

  it('R11 ignores late results of every earlier period, in any order', async () => {
    for (let round = 0; round < 4; round++) {
      const breaker = breakerWith({
        ...slow,
        consecutiveFailures: 3,
        minimumCalls: 50,
        maxProbes: 4,
        successesToClose: 2,
        coolDownMs: 1_000,
      });
      let earlier: Flight[] = [];
      for (let cycle = 0; cycle < 4; cycle++) {
        const [left, probesLeft] = [await crowd(breaker, 4), [] as Flight[]];
        await echo(breaker, earlier);
        await open(breaker, 3);
        earlier.push(...left);
        await echo(breaker, earlier);
        await clock.advance(1_000);
        probesLeft.push(...(await crowd(breaker, 2)));
        await echo(breaker, earlier);
        await succeed(breaker);
        await echo(breaker, earlier);
        await succeed(breaker);
        expectState(
          breaker,
          'closed',
          'After two successful probes, whatever earlier calls did in the meantime,',
        );
        earlier = random.shuffle([...earlier, ...probesLeft]);
      }
    }
  });

  it('R11 starts a new period with every reset, although it was closed before and is closed again', async () => {
    const breaker = breakerWith({ consecutiveFailures: 3 });
    const late = Array.from({ length: 3 }, () => new Flight(breaker));
    await fail(breaker, 2);
    breaker.reset();
    for (const flight of late) await flight.fail();
    expectState(breaker, 'closed', 'After three failures of calls admitted before the reset');
    expectCounters(
      breaker,
      { consecutiveFailures: 0, windowCalls: 0 },
      'After three failures of calls admitted before the reset',
    );
  });

  it('R11 ignores the other probes once one of them has decided', async () => {
    const breaker = await openBreaker({ ...slow, maxProbes: 3, successesToClose: 1, coolDownMs: 1_000 });
    await clock.advance(1_000);
    const [first, second, third] = [await launch(breaker), await launch(breaker), await launch(breaker)];
    await first.fail();
    await clock.advance(400);
    await second.succeed();
    expectState(breaker, 'open', 'After a failed probe, and a success of another one that was under way,');
    await third.fail();
    await clock.advance(600);
    expectAdmitted(
      await launch(breaker),
      'A whole cool-down after the first failed probe; the second failure came later and counts no more,',
    );
  });
});

async function crowd(breaker: CircuitBreaker, size: number): Promise<Flight[]> {
  const flights = Array.from({ length: size }, () => new Flight(breaker));
  await clock.settle();
  return flights;
}

/** Some calls of earlier periods end now. Nothing may change. */
async function echo(breaker: CircuitBreaker, earlier: Flight[]): Promise<void> {
  for (let i = random.int(0, 3); i > 0 && earlier.length > 0; i--) {
    const flight = earlier.splice(random.int(0, earlier.length - 1), 1)[0]!;
    const before = breaker.snapshot();
    trace.mark('calls', 'late');
    const ending = random.pick(['a success', 'a failure', 'a bad request']);
    await (ending === 'a success'
      ? flight.succeed()
      : flight.fail(ending === 'a failure' ? outage() : badRequest()));
    assert.deepEqual(
      { ...breaker.snapshot() },
      { ...before },
      `${ending}, late, of a call from an earlier period should change nothing`,
    );
  }
}

function expectTimedOut(flight: Flight, timeoutMs: number): void {
  const { error } = flight;
  if (flight.pending)
    assert.fail(`The caller should have been released after ${timeoutMs} ms, but it still waits`);
  if (!(error instanceof CallTimeoutError))
    assert.fail(`The caller should get a CallTimeoutError after ${timeoutMs} ms, not ${nameOf(error)}`);
  assert.equal(error.timeoutMs, timeoutMs, 'The CallTimeoutError should carry the time-out');
}

function noTimers(ended: string): void {
  assert.equal(
    clock.pending(),
    0,
    `When a call has ${ended}, no timer should be left; there is ${clock.pending()}`,
  );
}
