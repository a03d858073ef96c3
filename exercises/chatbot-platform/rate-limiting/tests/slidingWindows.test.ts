import assert from 'node:assert/strict';
import { clock, random } from '#testkit';
import { createSlidingCounter } from '#attempt/slidingCounter';
import { createSlidingLog } from '#attempt/slidingLog';
import { checkAnswers } from './answers';
import { ask, atSecond, Picture, restlessGaps, tenFiftyNine, wallTime } from './requests';

describe('Sliding log', () => {
  it('R2 sliding log: 100 requests in one millisecond are 100 requests', () => {
    const picture = new Picture(createSlidingLog({ limit: 100, windowMs: 60_000 }), 60_000, 100);
    clock.tick(5_000);
    const admitted = picture.burst(150);
    assert.equal(
      admitted,
      100,
      `Of 150 requests in the same millisecond, ${admitted} were admitted; 100 is the limit.`,
    );
  });

  it('R2 sliding log: what was used at 10:59:59 is free again at 11:00:59, not at 11:00:00', () => {
    clock.setWallClock(tenFiftyNine);
    const picture = new Picture(createSlidingLog({ limit: 100, windowMs: 60_000 }), 60_000, 100);
    clock.tick(59_000);
    picture.burst(100);
    for (const wait of [1_000, 30_000, 28_999]) {
      clock.tick(wait);
      assert.equal(
        picture.burst(1),
        0,
        `100 requests were made at 10:59:59.000; one more was admitted at ${wallTime()}.`,
      );
    }
    clock.tick(1);
    const admitted = picture.burst(101);
    assert.equal(
      admitted,
      100,
      `At 11:00:59.000 the 100 requests no longer count; of 101 new ones ${admitted} were admitted.`,
    );
  });

  it('R2 sliding log: random traffic is admitted exactly while fewer than the limit were admitted in the last window', () => {
    for (const windowMs of [1_000, 60_000]) {
      const limit = random.int(1, 40);
      const limiter = createSlidingLog({ limit, windowMs });
      const admitted: number[] = [];
      let asked = 0;
      for (const gap of restlessGaps(windowMs, limit)) {
        if (asked++ === 600) break;
        clock.tick(gap);
        const now = clock.elapsed();
        while (admitted[0]! <= now - windowMs) admitted.shift();
        const { allowed } = ask(limiter);
        assert.equal(
          allowed,
          admitted.length < limit,
          `In the ${windowMs / 1000} s before ${atSecond()}, ${admitted.length} requests were admitted and ${limit} is the limit; ` +
            `the next one was ${allowed ? 'admitted' : 'refused'}.`,
        );
        if (allowed) admitted.push(now);
      }
    }
  });

  checkAnswers({ name: 'sliding log', create: options => createSlidingLog(options) }, limit => limit);
});

describe('Sliding counter', () => {
  it('R3 sliding counter: after 80 requests in 10:59, 40 are admitted at 11:00:15', () => {
    clock.setWallClock(tenFiftyNine);
    const picture = new Picture(createSlidingCounter({ limit: 100, windowMs: 60_000 }), 60_000, 100);
    clock.tick(20_000);
    assert.equal(
      picture.burst(80),
      80,
      '80 requests of a user who had made none before were not all admitted.',
    );
    clock.tick(55_000);
    const admitted = picture.burst(60);
    // 80 * 0.75 = 60.
    within(
      admitted,
      40,
      `80 requests in the window before, a quarter of this one over: ${admitted} requests were admitted`,
    );
  });

  it('R3 sliding counter: a user who spent all at 10:59:59 gets room little by little', () => {
    clock.setWallClock(tenFiftyNine);
    const picture = new Picture(createSlidingCounter({ limit: 100, windowMs: 60_000 }), 60_000, 100);
    clock.tick(59_000);
    picture.burst(100);
    clock.tick(1_000);
    let total = picture.burst(5);
    within(total, 0, `At 11:00:00.000 the whole window before still counts; ${total} requests were admitted`);
    clock.tick(30_000);
    total += picture.burst(100);
    within(total, 50, `By 11:00:30 ${total} requests were admitted in the new window`);
    clock.tick(29_000);
    total += picture.burst(100);
    within(total, 98, `By 11:00:59 ${total} requests were admitted in the new window`);
  });

  it('R3 sliding counter: only the window directly before this one counts', () => {
    clock.setWallClock(tenFiftyNine);
    const picture = new Picture(createSlidingCounter({ limit: 100, windowMs: 60_000 }), 60_000, 100);
    clock.tick(30_000);
    picture.burst(100);
    // Into 11:01: nothing was asked in 11:00.
    clock.tick(90_001);
    const admitted = picture.burst(120);
    assert.equal(
      admitted,
      100,
      `After a whole window without a request, ${admitted} of 100 were admitted at ${wallTime()}.`,
    );
  });

  it('R3 sliding counter: random traffic follows the weighted sum of two windows', () => {
    for (const windowMs of [1_000, 45_000, 60_000]) {
      const limit = random.int(2, 40);
      const limiter = createSlidingCounter({ limit, windowMs });
      let window = -1;
      let [before, here] = [0, 0];
      let asked = 0;
      for (const gap of restlessGaps(windowMs, limit)) {
        if (asked++ === 500) break;
        clock.tick(gap);
        const current = Math.floor(clock.now() / windowMs);
        if (current !== window) [before, here] = [current === window + 1 ? here : 0, 0];
        window = current;
        const weight = 1 - (clock.now() % windowMs) / windowMs;
        const estimate = before * weight + here;
        const { allowed } = ask(limiter);
        const story =
          `With a limit of ${limit}, ${before} requests in the window before (of which ${Math.round(weight * 1000) / 10} % still count) ` +
          `and ${here} in this one`;
        // Without requests in the window before there is nothing to round.
        const margin = before === 0 ? 0 : rounding;
        if (estimate >= limit + margin) assert.ok(!allowed, `${story}, one more was admitted.`);
        if (estimate <= limit - 1 - margin) assert.ok(allowed, `${story}, one more was refused.`);
        if (allowed) here++;
      }
    }
  });

  checkAnswers(
    { name: 'sliding counter', create: options => createSlidingCounter(options) },
    limit => 2 * limit,
  );
});

const rounding = 1e-6;

function within(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= 1, `${what}; it should be ${expected}, give or take one.`);
}
