import assert from 'node:assert/strict';
import { clock, harden, random, trace } from '#testkit';
import type { CircuitBreaker, StateChange } from '#attempt/types.ts';
import { CallTimeoutError, CircuitOpenError } from '#attempt/errors.ts';
import {
  breakerWith,
  expectAdmitted,
  expectAnswered,
  expectCounters,
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

/** What a listener has heard so far, copied when it heard of it. */
function listen(breaker: CircuitBreaker) {
  const heard: StateChange[] = [];
  const stop = breaker.onStateChange(
    harden(({ from, to, reason, at }: StateChange) => {
      heard.push({ from, to, reason, at });
      trace.mark('changes', `${from} → ${to}`);
    }),
  );
  return { stop, changes: () => [...heard], path: () => heard.map(({ from, to }) => `${from} → ${to}`) };
}

describe('Events', () => {
  it('R12 reports every change of state once, in order, with reason and time', async () => {
    const breaker = breakerWith({ consecutiveFailures: 3, successesToClose: 2, coolDownMs: 30_000 });
    const { changes } = listen(breaker);
    await clock.advance(1_000);
    await open(breaker, 3);
    await launch(breaker);
    await clock.advance(35_000);
    await fail(breaker);
    await clock.advance(30_000);
    await succeed(breaker, 2);
    await succeed(breaker, 3);
    assert.deepEqual(
      changes(),
      [
        { from: 'closed', to: 'open', reason: 'consecutive-failures', at: 1_000 },
        { from: 'open', to: 'half-open', reason: 'cool-down-over', at: 36_000 },
        { from: 'half-open', to: 'open', reason: 'probe-failed', at: 36_000 },
        { from: 'open', to: 'half-open', reason: 'cool-down-over', at: 66_000 },
        { from: 'half-open', to: 'closed', reason: 'probes-succeeded', at: 66_000 },
      ],
      'Three failures at 1 s, a failed probe at 36 s and two good ones at 66 s should make five changes',
    );

    const byRate = breakerWith({ consecutiveFailures: Infinity, minimumCalls: 4 });
    const byBoth = breakerWith({ consecutiveFailures: 4, minimumCalls: 4 });
    const [rate, both] = [listen(byRate), listen(byBoth)];
    await fail(byRate, 4);
    await fail(byBoth, 4);
    assert.equal(rate.changes()[0]?.reason, 'failure-rate', 'The failure rate opened the breaker');
    assert.equal(
      both.changes()[0]?.reason,
      'consecutive-failures',
      'When both thresholds are reached by one failure, the row of failures is the reason',
    );
  });

  it('R12 tells listeners after the state has changed and before the caller hears of its call', async () => {
    const breaker = breakerWith({ consecutiveFailures: 1 });
    const seen: string[] = [];
    breaker.onStateChange(harden(change => void seen.push(`heard of ${change.to} while ${breaker.state}`)));
    const operation = harden(() => Promise.reject(outage()));
    await breaker.call(operation).catch(() => void seen.push('caller got the error'));
    assert.deepEqual(
      seen,
      ['heard of open while open', 'caller got the error'],
      'The listener should be first, and see the new state',
    );
  });

  it('R12 protects the breaker, its callers and the other listeners from one that throws', async () => {
    const breaker = breakerWith({ consecutiveFailures: 2, successesToClose: 1, coolDownMs: 1_000 });
    const before = listen(breaker);
    breaker.onStateChange(
      harden(() => {
        throw new TypeError('The dashboard is broken');
      }),
    );
    const after = listen(breaker);
    const error = outage();
    await fail(breaker);
    const last = await launch(breaker);
    await last.fail(error);
    expectRejected(last, error, 'Whatever a listener throws,');
    await clock.advance(1_000);
    const probe = await launch(breaker);
    expectAdmitted(
      probe,
      'When the cool-down was over, although a listener threw at the change to half-open,',
    );
    await probe.succeed('back again');
    expectAnswered(probe, 'back again', 'Whatever a listener throws,');
    breaker.forceOpen();
    breaker.reset();
    const path = [
      'closed → open',
      'open → half-open',
      'half-open → closed',
      'closed → forced-open',
      'forced-open → closed',
    ];
    assert.deepEqual(
      before.path(),
      path,
      'The listener before the broken one should have heard of every change',
    );
    assert.deepEqual(
      after.path(),
      path,
      'The listener behind the broken one should have heard of every change',
    );
  });

  it('R12 stops telling a listener that was removed, and only that one', async () => {
    const breaker = breakerWith({ consecutiveFailures: 1 });
    const [leaves, stays] = [listen(breaker), listen(breaker)];
    breaker.forceOpen();
    leaves.stop();
    leaves.stop();
    breaker.reset();
    await fail(breaker);
    assert.deepEqual(
      leaves.path(),
      ['closed → forced-open'],
      'A removed listener should hear of nothing more',
    );
    assert.deepEqual(
      stays.path(),
      ['closed → forced-open', 'forced-open → closed', 'closed → open'],
      'The other listener should hear of everything',
    );
  });

  it('R12 keeps the order for every listener when one of them causes the next change', async () => {
    const breaker = breakerWith({ consecutiveFailures: 1 });
    const first = listen(breaker);
    breaker.onStateChange(
      harden(change => {
        if (change.to === 'open') breaker.forceClosed();
      }),
    );
    const last = listen(breaker);
    await fail(breaker);
    const path = ['closed → open', 'open → forced-closed'];
    expectState(breaker, 'forced-closed', 'After a listener forced it closed as soon as it opened');
    assert.deepEqual(
      first.path(),
      path,
      'The listener that was added first should hear of both changes in the order in which they happened',
    );
    assert.deepEqual(
      last.path(),
      path,
      'The listener that was added last should hear of both changes in the order in which they happened',
    );
  });
});

describe('Manual control', () => {
  it('R13 refuses everything while forced open, also long after any cool-down', async () => {
    const breaker = breakerWith({ coolDownMs: 1_000, timeoutMs: 60_000 });
    const underway = await launch(breaker);
    breaker.forceOpen();
    for (let i = 0; i < 5; i++) {
      const flight = await launch(breaker);
      expectRefused(flight, 'forced-open', `${i * 2} s after an operator forced it open`);
      assert.equal(
        (flight.error as CircuitOpenError).retryAfterMs,
        null,
        'Nobody knows what the operator will do: retryAfterMs should be null',
      );
      await clock.advance(2_000);
    }
    assert.equal(clock.pending(), 1, 'Only the time-out of the call that was under way should be pending');
    await underway.succeed('still good');
    expectAnswered(underway, 'still good', 'When its call was under way before,');
    breaker.reset();
    expectAdmitted(await launch(breaker), 'After the operator reset it');
  });

  it('R13 refuses even the call that ended the cool-down if a listener forces it open at that change', async () => {
    const breaker = await openBreaker({ coolDownMs: 1_000 });
    const { path } = listen(breaker);
    breaker.onStateChange(
      harden(({ to }) => {
        if (to === 'half-open') breaker.forceOpen();
      }),
    );
    await clock.advance(1_000);
    const flight = await launch(breaker);
    expectRefused(flight, 'forced-open', 'When a listener has forced it open at the change to half-open,');
    assert.deepEqual(
      path(),
      ['open → half-open', 'half-open → forced-open'],
      'The call ended the cool-down, and then the listener forced it open',
    );
  });

  it('R13 admits everything and counts nothing while forced closed', async () => {
    const breaker = await openBreaker({ minimumCalls: 2, timeoutMs: 5_000 });
    breaker.forceClosed();
    for (let i = 0; i < 20; i++) {
      const flight = await launch(breaker);
      expectAdmitted(flight, `After ${i} failures while it was forced closed`);
      await flight.fail();
    }
    expectState(breaker, 'forced-closed', 'After 20 failures');
    expectCounters(
      breaker,
      { consecutiveFailures: 0, windowCalls: 0, windowFailures: 0 },
      'While it is forced closed',
    );
    const hanging = await launch(breaker);
    await clock.advance(5_000);
    assert.equal(
      nameOf(hanging.error),
      nameOf(new CallTimeoutError(5_000)),
      'The time-out should still apply while the breaker is forced closed',
    );
  });

  it('R13 resets to closed with empty counters from every state', async () => {
    const reach: Record<string, (breaker: CircuitBreaker) => Promise<unknown>> = {
      'closed after a failure': breaker => fail(breaker),
      open: breaker => open(breaker, 2),
      'half-open': async breaker => {
        await open(breaker, 2);
        await clock.advance(1_000);
        await launch(breaker);
      },
      'forced open': async breaker => breaker.forceOpen(),
      'forced closed': async breaker => breaker.forceClosed(),
    };
    for (const [name, arrive] of Object.entries(reach)) {
      const breaker = breakerWith({ consecutiveFailures: 2, coolDownMs: 1_000 });
      await arrive(breaker);
      breaker.reset();
      const when = `After a reset when it was ${name}`;
      expectState(breaker, 'closed', when);
      expectCounters(
        breaker,
        { consecutiveFailures: 0, windowCalls: 0, windowFailures: 0, probesInFlight: 0 },
        when,
      );
      await fail(breaker);
      expectState(breaker, 'closed', `${when}, and then one failure with a threshold of two,`);
      await fail(breaker);
      expectState(breaker, 'open', `${when}, and then two failures with a threshold of two,`);
    }
  });

  it('R13 reports manual changes, and no change where there is none', async () => {
    const breaker = breakerWith(noThresholds);
    const { changes } = listen(breaker);
    breaker.reset();
    await clock.advance(10);
    breaker.forceOpen();
    breaker.forceOpen();
    await clock.advance(10);
    breaker.forceClosed();
    breaker.forceClosed();
    await clock.advance(10);
    breaker.reset();
    breaker.reset();
    assert.deepEqual(
      changes(),
      [
        { from: 'closed', to: 'forced-open', reason: 'manual', at: 10 },
        { from: 'forced-open', to: 'forced-closed', reason: 'manual', at: 20 },
        { from: 'forced-closed', to: 'closed', reason: 'manual', at: 30 },
      ],
      'An operator changed the state three times; forcing or resetting to the state it is in is no change',
    );
  });

  it('R13 leaves the operator in charge, whatever calls under way come to', async () => {
    for (const force of ['forceOpen', 'forceClosed'] as const) {
      const { breaker, probe } = await halfOpenBreaker({
        successesToClose: 1,
        maxProbes: 3,
        coolDownMs: 1_000,
      });
      const others = [new Flight(breaker), new Flight(breaker)];
      breaker[force]();
      const expected = force === 'forceOpen' ? 'forced-open' : 'forced-closed';
      for (const flight of random.shuffle([probe, ...others])) {
        await (random.chance(0.5) ? flight.succeed() : flight.fail());
        expectState(breaker, expected, `After a probe ended that was under way at ${force}()`);
      }
    }
  });
});
