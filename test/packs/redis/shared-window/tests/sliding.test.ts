import assert from 'node:assert/strict';
import { clock, random } from '#testkit';
import { redis } from '#services/redis';
import { SlidingLog } from '#attempt/slidingLog.ts';

const limits = { limit: 3, windowMs: 1_000 };

it('R2 lets no more through in any window', async () => {
  const servers = ['a', 'b'].map(name => new SlidingLog(redis.client(name), limits));
  const admitted: number[] = [];
  for (let n = 0; n < 60; n++) {
    if (await random.pick(servers).allow('ann')) admitted.push(clock.elapsed());
    await clock.advance(random.int(10, 200));
  }
  for (const start of admitted)
    assert.ok(admitted.filter(t => t >= start && t < start + 1_000).length <= 3);
  assert.ok(admitted.length > 6);
});

it('R2 follows the clock of Redis', async () => {
  const limiter = new SlidingLog(redis.client(), limits);
  for (let n = 0; n < 3; n++) assert.equal(await limiter.allow('ann'), true);
  clock.jumpWallClock(3_600_000);
  assert.equal(await limiter.allow('ann'), false);
});

it('R4 keeps nothing for ever', async () => {
  const limiter = new SlidingLog(redis.client(), limits);
  await limiter.allow('ann');
  assert.equal((await redis.keys()).every(key => key.includes('ann')), true);
  await clock.advance(1_001);
  assert.deepEqual(await redis.keys(), []);
});

it('R2 counts each user apart', async () => {
  const limiter = new SlidingLog(redis.client(), limits);
  for (let n = 0; n < 3; n++) await limiter.allow('ann');
  assert.equal(await limiter.allow('bob'), true);
});

it('R5 lets requests through while Redis is away', async () => {
  const limiter = new SlidingLog(redis.client('a', { commandTimeout: 50 }), limits);
  redis.partition();
  const answer = limiter.allow('ann');
  await clock.advance(50);
  assert.equal(await answer, true);
});
