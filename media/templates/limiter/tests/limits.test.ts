import assert from 'node:assert/strict';
import { createLimiter } from '#attempt/limiter.ts';
import { clock, random, trace } from '#testkit';

const options = { limit: 3, windowMs: 1_000 };

describe('a limiter', () => {
  it('R1 lets a key through as often as the limit says, in any window', async () => {
    const limiter = createLimiter(options);
    const admitted: number[] = [];
    trace.limit('in the window', options.limit);
    for (let request = 0; request < 60; request++) {
      const { allowed } = limiter.take('ada');
      trace.mark('requests', allowed ? 'admitted' : 'denied', allowed ? 'good' : 'bad');
      if (allowed) admitted.push(clock.elapsed());
      const within = admitted.filter(moment => moment > clock.elapsed() - options.windowMs).length;
      trace.point('in the window', within);
      assert.ok(within <= options.limit, `${within} got through within ${options.windowMs} ms.`);
      if (!allowed) assert.equal(within, options.limit, 'It refused although there was room.');
      await clock.advance(random.int(1, 400));
    }
  });

  it('R1 does not count what it refuses', async () => {
    const limiter = createLimiter(options);
    for (let request = 0; request < 30; request++) limiter.take('ada');
    await clock.advance(options.windowMs);
    assert.equal(limiter.take('ada').allowed, true);
  });

  it('R2 keeps keys apart', () => {
    const limiter = createLimiter(options);
    for (let request = 0; request < 5; request++) limiter.take('ada');
    assert.deepEqual(limiter.take('bob'), { allowed: true });
  });

  it('R3 says when the key may come again', async () => {
    const limiter = createLimiter(options);
    for (let request = 0; request < options.limit; request++) {
      limiter.take('ada');
      await clock.advance(100);
    }
    assert.deepEqual(limiter.take('ada'), { allowed: false, retryAfterMs: 700 });
    await clock.advance(699);
    assert.deepEqual(limiter.take('ada'), { allowed: false, retryAfterMs: 1 });
    await clock.advance(1);
    assert.deepEqual(limiter.take('ada'), { allowed: true });
  });
});
