import assert from 'node:assert/strict';
import { clock, harden, random, trace } from '#testkit';
import { createTokenBucket } from '#attempt/tokenBucket';
import { checkAnswers } from './answers';
import { ask, atSecond, Picture, restlessGaps } from './requests';

describe('Token bucket', () => {
  it('R4 token bucket: a quiet user may burst as much as the bucket holds, and no more', () => {
    for (const burst of [20, 100, 150]) {
      const options = harden({ limit: 100, windowMs: 60_000, ...(burst === 100 ? {} : { burst }) });
      const limiter = createTokenBucket(options);
      let admitted = 0;
      for (let i = 0; i < 200; i++) if (ask(limiter).allowed) admitted++;
      assert.equal(
        admitted,
        burst,
        `The bucket holds ${burst} tokens; ${admitted} of 200 requests at once were admitted.`,
      );
      clock.tick(3_600_000);
      admitted = 0;
      for (let i = 0; i < 200; i++) if (ask(limiter).allowed) admitted++;
      assert.equal(
        admitted,
        burst,
        `After an idle hour the bucket holds ${burst} tokens; ${admitted} of 200 requests were admitted.`,
      );
    }
  });

  it('R4 token bucket: a bucket that takes many windows to fill is not forgotten in one', () => {
    const [limit, windowMs] = [20, 60_000];
    const limiter = createTokenBucket({ limit, windowMs, burst: 10 * limit });
    const drain = (): number => {
      let admitted = 0;
      for (let i = 0; i <= 10 * limit; i++) if (ask(limiter, 'patient').allowed) admitted++;
      return admitted;
    };
    drain();
    const windows = random.int(2, 5);
    // Others come and go, as they do where memory is tidied up.
    for (let i = 0; i < 10 * windows; i++) {
      clock.tick(windowMs / 10);
      ask(limiter, `passer-by ${i}`);
    }
    clock.tick(1);
    const admitted = drain();
    assert.equal(
      admitted,
      windows * limit,
      `A bucket for ${10 * limit} tokens was emptied. In ${windows} windows ${windows * limit} tokens come in; ${admitted} requests were admitted.`,
    );
  });

  it('R4 token bucket: an empty bucket gives one request every 600 ms, from the first moment on', () => {
    const picture = new Picture(createTokenBucket({ limit: 100, windowMs: 60_000, burst: 20 }), 60_000, 120);
    picture.burst(20);
    for (let token = 1; token <= 50; token++) {
      // 1 ms before and after, so that rounding cannot decide.
      clock.tick(token === 1 ? 599 : 598);
      assert.equal(picture.burst(1), 0, `599 ms after the one before, token ${token} was there already.`);
      clock.tick(2);
      assert.equal(
        picture.burst(1),
        1,
        `100 tokens a minute are one every 600 ms; after 601 ms there was none.`,
      );
      // The token came 1 ms ago: the next one is due 599 ms from now.
    }
  });

  it('R4 token bucket: asking often does not slow the refill down', () => {
    const limiter = createTokenBucket({ limit: 60, windowMs: 60_000, burst: 5 });
    for (let i = 0; i < 5; i++) ask(limiter);
    let admitted = 0;
    trace.limit('tokens that came in', 30);
    for (let i = 1; i <= 300; i++) {
      clock.tick(100);
      if (ask(limiter).allowed) trace.point('tokens that came in', ++admitted);
    }
    assert.ok(
      admitted >= 29 && admitted <= 30,
      `In 30 s 30 tokens come in. A user who asked every 100 ms was admitted ${admitted} times.`,
    );
  });

  it('R4 token bucket: random traffic is admitted exactly while there is a token', () => {
    for (const limit of [6, 60, 100]) {
      const windowMs = 60_000;
      const burst = random.int(1, 2 * limit);
      const limiter = createTokenBucket({ limit, windowMs, burst });
      // In units of 1/windowMs token, in which everything is a whole number: `limit` of them come in every ms.
      let level = burst * windowMs;
      let asked = 0;
      for (const gap of restlessGaps(windowMs, limit)) {
        if (asked++ === 500) break;
        clock.tick(gap);
        level = Math.min(burst * windowMs, level + gap * limit);
        const { allowed } = ask(limiter);
        const tokens = Math.floor((level / windowMs) * 1000) / 1000;
        const story = `At ${atSecond()} the bucket (${burst} tokens, ${limit} a minute) held ${tokens}`;
        if (level < windowMs - limit) assert.ok(!allowed, `${story}, and a request was admitted.`);
        if (level > windowMs + limit) assert.ok(allowed, `${story}, and a request was refused.`);
        if (allowed) level -= windowMs;
      }
    }
  });

  checkAnswers({ name: 'token bucket', create: options => createTokenBucket(options) }, limit => 2 * limit);
});
