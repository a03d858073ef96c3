import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import { ask, askUntilRefused, atSecond, mostWithin, tenFiftyNine, type Kind } from './requests';

const windowMs = 60_000;
const limit = 20;

/** What every limiter of one server owes, whatever its algorithm. `mostInWindow` is what the algorithm may let pass. */
export function checkAnswers(kind: Kind, mostInWindow: (limit: number) => number): void {
  const { name, create } = kind;

  it(`R5 ${name}: a refused request costs the user nothing`, () => {
    clock.setWallClock(tenFiftyNine);
    const eager = create({ limit, windowMs });
    const patient = create({ limit, windowMs });
    let refused = 0;

    // The eager user keeps trying. The patient one makes only those requests that were admitted to the other, and
    // now and then one more. Both have the same right.
    for (let second = 0; second < 300; second++) {
      const times = random.int(1, 4);
      const allowed = ask(eager).allowed;
      trace.mark('keeps trying', allowed ? 'admitted' : 'refused', allowed ? 'good' : 'bad');
      for (let i = 1; i < times && !allowed; i++) ask(eager);
      if (!allowed) refused += times;
      if (allowed || random.chance(0.2)) {
        const other = ask(patient).allowed;
        trace.mark('waits', other ? 'admitted' : 'refused', other ? 'good' : 'bad');
        const story = allowed
          ? 'was admitted, one that waited was refused'
          : 'was refused, one that waited was admitted';
        assert.equal(
          allowed,
          other,
          `At ${atSecond()} a user who had gone on trying (${refused} refused requests so far) ${story}.`,
        );
      }
      clock.tick(second === 0 ? 1_500 : 1_000);
    }
  });

  it(`R6 ${name}: as many requests as remain are admitted, and not one more`, () => {
    clock.setWallClock(tenFiftyNine);
    const limiter = create({ limit, windowMs });
    let looked = 0;
    for (let visit = 0; visit < 40; visit++) {
      // Always 7 ms past: at a round moment the estimate of two windows could be a whole number but for rounding.
      clock.tick(visit === 0 ? 7 : 10 * random.int(1, 1_500));
      const first = ask(limiter);
      trace.point('remaining', first.remaining);
      if (!first.allowed) {
        assert.equal(
          first.remaining,
          0,
          `A refused request was told that ${first.remaining} more would be admitted.`,
        );
        continue;
      }
      assert.ok(
        Number.isInteger(first.remaining) && first.remaining >= 0,
        `remaining has to be a whole number that is not negative; it was ${first.remaining}.`,
      );
      if (random.chance(0.4)) continue;
      looked++;
      for (let left = first.remaining; left > 0; left--) {
        const next = ask(limiter);
        assert.ok(next.allowed, `At ${atSecond()} ${left} requests remained, and the next one was refused.`);
        assert.equal(
          next.remaining,
          left - 1,
          `After one of ${left} remaining requests, ${next.remaining} were said to remain.`,
        );
      }
      assert.ok(!ask(limiter).allowed, `At ${atSecond()} no request remained, and one more was admitted.`);
    }
    assert.ok(looked > 0, 'In ten minutes of light traffic not one request was admitted.');
  });

  it(`R7 ${name}: retryAfterMs is when the next request is admitted, neither sooner nor later`, () => {
    clock.setWallClock(tenFiftyNine);
    const limiter = create({ limit, windowMs });
    for (let round = 0; round < 6; round++) {
      const refusal = askUntilRefused(limiter, 'user-7', 1_000);
      const wait = refusal.retryAfterMs;
      trace.point('retryAfterMs', wait);
      assert.ok(
        Number.isInteger(wait) && wait >= 1,
        `A refused request has to be told a whole number of milliseconds, at least 1; it was told ${wait}.`,
      );
      assert.ok(wait <= 2 * windowMs, `The wait of ${wait} ms is longer than two windows.`);
      if (wait > 2) {
        clock.tick(wait - 2);
        assert.ok(
          !ask(limiter).allowed,
          `Told to wait ${wait} ms, a user was admitted after ${wait - 2} ms already.`,
        );
        clock.tick(3);
      } else clock.tick(wait + 1);
      const answer = ask(limiter);
      assert.ok(
        answer.allowed,
        `A user who stayed quiet for the ${wait} ms asked for was refused all the same.`,
      );
      assert.equal(answer.retryAfterMs, 0, `An admitted request was told to wait ${answer.retryAfterMs} ms.`);
      clock.tick(random.int(1, 90_000));
    }
  });

  it(`R10 ${name}: setting the wall clock gives nobody more and locks nobody out`, () => {
    clock.setWallClock(tenFiftyNine);
    const limiter = create({ limit: 10, windowMs });
    const admitted: number[] = [];
    const allowance = mostInWindow(10);
    trace.limit('admitted in the last 60 s', allowance);
    for (let i = 0; i < 400; i++) {
      if (random.chance(0.12)) jump();
      if (ask(limiter).allowed) admitted.push(clock.elapsed());
      const most = mostWithin(admitted.slice(-3 * allowance), windowMs);
      trace.point(
        'admitted in the last 60 s',
        admitted.filter(moment => moment > clock.elapsed() - windowMs).length,
      );
      assert.ok(
        most <= allowance,
        `While the wall clock was being set, ${most} requests were admitted within 60 s of real time; ${allowance} is the most.`,
      );
      clock.tick(1_000);
    }

    for (const ms of [-2 * hour, -20_000, 20_000, 2 * hour]) {
      const key = `after ${ms}`;
      askUntilRefused(limiter, key, 1_000);
      clock.jumpWallClock(ms);
      trace.mark('wall clock', `${ms / 1000} s`);
      clock.tick(2 * windowMs);
      assert.ok(
        ask(limiter, key).allowed,
        `The wall clock was set by ${ms / 1000} s. A refused user who then stayed quiet for 120 s of real time was refused again.`,
      );
    }
  });
}

const hour = 3_600_000;

function jump(): void {
  const ms = random.int(1, 2 * hour) * random.pick([-1, 1]);
  clock.jumpWallClock(ms);
  trace.mark('wall clock', `${Math.round(ms / 1000)} s`);
}
