import assert from 'node:assert/strict';
import { clock, harden, random, trace } from '#testkit';
import type { CircuitBreaker } from '#attempt/types.ts';
import { CallTimeoutError, CircuitOpenError } from '#attempt/errors.ts';
import {
  badRequest,
  breakerWith,
  expectAdmitted,
  expectCounters,
  expectPending,
  expectRefused,
  expectState,
  fail,
  Flight,
  halfOpenBreaker,
  launch,
  nameOf,
  open,
  openBreaker,
  succeed,
} from './calls.ts';

const hour = 3_600_000;

describe('Open', () => {
  it('R5 refuses every call at once and tells how long the cool-down still takes', async () => {
    const breaker = await openBreaker({ coolDownMs: 30_000 });
    const openedAt = clock.elapsed();
    for (;;) {
      const elapsed = clock.elapsed() - openedAt;
      if (elapsed >= 30_000) break;
      const before = clock.elapsed();
      const flight = await launch(breaker);
      expectRefused(flight, 'open', `${elapsed} ms after the opening`);
      assert.equal(clock.elapsed(), before, 'A refusal should take no time');
      const { retryAfterMs } = flight.error as CircuitOpenError;
      assert.equal(
        retryAfterMs,
        30_000 - elapsed,
        `${elapsed} ms after the opening, ${30_000 - elapsed} ms of the cool-down are left; the error says ${retryAfterMs}`,
      );
      await clock.advance(random.int(1, 2_500));
    }
  });

  it('R5 counts refused calls as nothing', async () => {
    const breaker = breakerWith({
      consecutiveFailures: 3,
      minimumCalls: 4,
      successesToClose: 1,
      coolDownMs: 1_000,
    });
    await open(breaker, 3);
    const refused = Array.from({ length: 50 }, () => new Flight(breaker));
    await clock.settle();
    for (const flight of refused) expectRefused(flight, 'open', 'Right after the opening');
    expectCounters(
      breaker,
      { consecutiveFailures: 0, windowCalls: 0, windowFailures: 0, probesInFlight: 0 },
      'After 50 refusals',
    );
    await clock.advance(1_000);
    await succeed(breaker);
    expectState(breaker, 'closed', 'After the one probe that it takes had succeeded');
    await fail(breaker, 2);
    expectState(breaker, 'closed', 'After two failures, with a threshold of three and 50 refusals before,');
  });

  it('R6 lets the first call through when the cool-down is over, not a millisecond before, whatever it refused', async () => {
    for (let round = 0; round < 8; round++) {
      const coolDownMs = random.int(2, 90_000);
      const [early, punctual] = [await openBreaker({ coolDownMs }), await openBreaker({ coolDownMs })];
      await clock.advance(coolDownMs - 1);
      expectRefused(await launch(early), 'open', `1 ms before the end of a cool-down of ${coolDownMs} ms`);
      await clock.advance(1);
      expectAdmitted(
        await launch(punctual),
        `${coolDownMs} ms after the opening, when the cool-down is over,`,
      );
      expectState(punctual, 'half-open', 'With the first probe under way');
    }

    const knocked = await openBreaker({ coolDownMs: 30_000 });
    for (let elapsed = 0; elapsed < 30_000; elapsed += 500) {
      expectRefused(await launch(knocked), 'open', `${elapsed} ms after the opening`);
      await clock.advance(500);
    }
    expectAdmitted(
      await launch(knocked),
      'Thirty seconds after the opening, with refusals twice a second in between,',
    );
  });

  it('R6 stays open until somebody calls: no timer waits in an idle breaker', async () => {
    const breaker = await openBreaker({ coolDownMs: 30_000, successesToClose: 2 });
    noTimers('open');
    await clock.advance(hour);
    expectState(breaker, 'open', 'After an hour without a single call');
    const probe = await launch(breaker);
    expectState(breaker, 'half-open', 'When the first call after that hour has been admitted');
    await probe.succeed();
    noTimers('half-open');
    await clock.advance(hour);
    expectState(breaker, 'half-open', 'After one of two successes, and another hour without a call,');
    await succeed(breaker);
    expectState(breaker, 'closed', 'After the second success');
    noTimers('closed');
  });
});

describe('Half-open', () => {
  it('R7 lets two of fifty waiting callers probe and refuses the others at once', async () => {
    const breaker = await openBreaker();
    await clock.advance(30_000);
    const crowd = Array.from({ length: 50 }, () => new Flight(breaker));
    await clock.settle();
    const probes = crowd.filter(flight => flight.started);
    assert.equal(
      probes.length,
      2,
      `50 callers came when the cool-down was over; ${probes.length} of them reached the model that was just down`,
    );
    for (const flight of crowd.filter(other => !other.started)) {
      expectRefused(flight, 'half-open', 'With two probes under way');
      assert.equal(
        (flight.error as CircuitOpenError).retryAfterMs,
        null,
        'Nobody knows when a probe ends: retryAfterMs should be null',
      );
    }
    expectCounters(breaker, { probesInFlight: 2 }, 'With two probes under way');
  });

  it('R7 gives the first place to the call that ended the cool-down, before a listener asks for it', async () => {
    const breaker = await openBreaker({ maxProbes: 1, coolDownMs: 1_000 });
    const own: Flight[] = [];
    breaker.onStateChange(
      harden(({ to }) => {
        if (to === 'half-open') own.push(new Flight(breaker));
      }),
    );
    await clock.advance(1_000);
    const first = await launch(breaker);
    assert.equal(
      own.length,
      1,
      `One change to half-open should be told once; it was told ${own.length} times`,
    );
    expectAdmitted(first, 'With one place, when its arrival has ended the cool-down,');
    expectRefused(own[0]!, 'half-open', 'When a listener asks at that change, with the only place taken,');
    expectCounters(breaker, { probesInFlight: 1 }, 'After that');
  });

  it('R7 keeps exactly the permitted number of probes under way in a random crowd', async () => {
    for (let round = 0; round < 4; round++) {
      const maxProbes = random.int(1, 5);
      const breaker = await openBreaker({ maxProbes, successesToClose: 1_000, coolDownMs: 1_000 });
      await clock.advance(1_000);
      trace.limit('probes', maxProbes);
      let probes: { readonly flight: Flight; readonly controller: AbortController }[] = [];
      for (let step = 0; step < 40; step++) {
        if (probes.length > 0 && random.chance(0.4)) {
          const ended = random.pick(probes);
          if (random.chance(0.5)) await ended.flight.succeed();
          else ended.controller.abort();
          await clock.settle();
          probes = probes.filter(other => other !== ended);
        } else {
          const controller = new AbortController();
          const flight = await launch(breaker, controller.signal);
          const when = `With ${probes.length} of ${maxProbes} probes under way`;
          if (probes.length < maxProbes) {
            expectAdmitted(flight, when);
            probes.push({ flight, controller });
          } else expectRefused(flight, 'half-open', when);
        }
        trace.point('probes', probes.length);
        expectCounters(
          breaker,
          { probesInFlight: probes.length },
          `With ${probes.length} probe(s) under way`,
        );
      }
    }
  });

  it('R7 gives the place of a probe back when it has ended, and not when another call has', async () => {
    const breaker = breakerWith({
      consecutiveFailures: 1,
      maxProbes: 1,
      successesToClose: 100,
      coolDownMs: 1_000,
      timeoutMs: hour,
    });
    const old = [await launch(breaker), await launch(breaker), await launch(breaker)];
    await open(breaker, 1);
    await clock.advance(1_000);
    const probe = await launch(breaker);
    await old[0]!.succeed();
    await old[1]!.fail();
    await old[2]!.fail(badRequest());
    expectRefused(
      await launch(breaker),
      'half-open',
      'With the only probe under way, and after the end of three calls from before the opening,',
    );
    await probe.succeed();
    expectAdmitted(await launch(breaker), 'After the only probe has ended');
  });

  it('R8 closes when enough probes have succeeded', async () => {
    for (let round = 0; round < 8; round++) {
      const [maxProbes, successesToClose] = [random.int(1, 4), random.int(1, 6)];
      const { breaker, probe } = await halfOpenBreaker({ maxProbes, successesToClose, coolDownMs: 1_000 });
      const needed = `With ${successesToClose} successes needed, after`;
      let flight = probe;
      for (let done = 1; done <= successesToClose; done++) {
        await flight.succeed();
        expectState(breaker, done < successesToClose ? 'half-open' : 'closed', `${needed} ${done}`);
        flight = await launch(breaker);
        await clock.advance(random.int(0, 2_000));
      }
    }
  });

  it('R8 closes with empty counters', async () => {
    const breaker = breakerWith({
      consecutiveFailures: 5,
      minimumCalls: 6,
      successesToClose: 2,
      coolDownMs: 1_000,
    });
    await open(breaker, 5);
    await clock.advance(1_000);
    await succeed(breaker, 2);
    expectState(breaker, 'closed', 'After the two successes that it takes');
    expectCounters(
      breaker,
      { consecutiveFailures: 0, windowCalls: 0, windowFailures: 0 },
      'Right after closing',
    );
    await fail(breaker, 4);
    expectState(
      breaker,
      'closed',
      'After four failures since it closed (five in a row or a rate among six calls would open it)',
    );
    await fail(breaker);
    expectState(breaker, 'open', 'After five failures since it closed');
  });

  it('R8 opens again on one failed probe, for a whole cool-down from that moment', async () => {
    for (const wait of [0, 29_999, 30_000]) {
      const { breaker, probe } = await halfOpenBreaker({ coolDownMs: 30_000 });
      await clock.advance(4_000);
      await probe.fail();
      expectState(breaker, 'open', 'After one failed probe');
      await clock.advance(wait);
      const when = `${wait} ms after the failed probe, with a cool-down of 30,000 ms,`;
      const next = await launch(breaker);
      if (wait < 30_000) expectRefused(next, 'open', when);
      else expectAdmitted(next, when);
    }
  });

  it('R8 does not carry successes over to the next time it is half-open', async () => {
    const { breaker, probe } = await halfOpenBreaker({ successesToClose: 3, coolDownMs: 1_000 });
    await probe.succeed();
    await succeed(breaker);
    await fail(breaker);
    expectState(breaker, 'open', 'After two successful probes and a failed one');
    await clock.advance(1_000);
    await succeed(breaker, 2);
    expectState(
      breaker,
      'half-open',
      'After two successes since it became half-open again, with three needed,',
    );
    await succeed(breaker);
    expectState(breaker, 'closed', 'After three successes since it became half-open again');
  });
});

describe('Wall clock', () => {
  it('R14 keeps its cool-down through jumps of the wall clock', async () => {
    for (const jump of [hour, -hour, random.int(-30_000, 30_000)]) {
      const breakers = [await openBreaker(), await openBreaker(), await openBreaker()];
      await clock.advance(10_000);
      clock.jumpWallClock(jump);
      trace.mark('wall clock', `${jump > 0 ? '+' : ''}${jump} ms`, 'bad');
      const when = `after the wall clock jumped by ${jump} ms`;
      const early = await launch(breakers[0]!);
      expectRefused(early, 'open', `10 s into a cool-down of 30 s, ${when},`);
      assert.equal(
        (early.error as CircuitOpenError).retryAfterMs,
        20_000,
        `20 s of the cool-down are left, ${when}`,
      );
      await clock.advance(19_999);
      expectRefused(await launch(breakers[1]!), 'open', `29,999 ms into a cool-down of 30 s, ${when},`);
      await clock.advance(1);
      expectAdmitted(await launch(breakers[2]!), `30 s after the opening, ${when},`);
    }
  });

  it('R14 keeps its window and its time-outs through jumps of the wall clock', async () => {
    const breaker = breakerWith({ consecutiveFailures: Infinity, timeoutMs: 2_000 });
    await fail(breaker, 10);
    clock.jumpWallClock(hour);
    await clock.advance(1_000);
    await fail(breaker, 9);
    expectCounters(
      breaker,
      { windowCalls: 19, windowFailures: 19 },
      'With 19 failures within one second, and a wall clock that jumped an hour ahead,',
    );
    clock.jumpWallClock(-2 * hour);
    await clock.advance(10_000);
    expectCounters(
      breaker,
      { windowCalls: 0, windowFailures: 0 },
      'Ten seconds after the last failure, and a wall clock that jumped two hours back,',
    );
    const flight = await launch(breaker);
    clock.jumpWallClock(-hour);
    await clock.advance(1_999);
    expectPending(
      flight,
      'After 1,999 of 2,000 ms, and a wall clock that jumped back, the call should still be waiting',
    );
    clock.jumpWallClock(2 * hour);
    await clock.advance(1);
    assert.equal(
      nameOf(flight.error),
      nameOf(new CallTimeoutError(2_000)),
      'After 2,000 of 2,000 ms the call should have timed out, wherever the wall clock stands',
    );
  });
});

function noTimers(state: CircuitBreaker['state']): void {
  assert.equal(
    clock.pending(),
    0,
    `A breaker that is ${state}, with no call under way, should have no timer pending; it has ${clock.pending()}`,
  );
}
