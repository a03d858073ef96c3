import type { Redis } from 'ioredis';
import { within } from './deadline';
import type { SharedDecision, SharedLimiter, SharedLimiterOptions } from './types';

/** Count what is still in the window, and add: each of them atomic, as everything in Redis is. */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { name, redis, timeoutMs, whenRedisFails } = options;
  let added = 0;

  async function decide(log: string): Promise<SharedDecision> {
    const { limit, windowMs } = options;
    const [now, seen] = await Promise.all([timeOf(redis), redis.zrange(log, 0, -1, 'WITHSCORES')]);
    const moments = seen.filter((_, i) => i % 2 === 1).map(Number);
    const counted = moments.filter(moment => moment > now - windowMs);
    const blocking = counted.at(-limit);
    if (blocking !== undefined)
      return { allowed: false, remaining: 0, retryAfterMs: blocking + windowMs - now, degraded: false };
    await redis
      .multi()
      .zremrangebyscore(log, '-inf', now - windowMs)
      .zadd(log, now, `${now}-${added++}-${Math.random()}`)
      .pexpire(log, windowMs)
      .exec();
    return { allowed: true, remaining: limit - counted.length - 1, retryAfterMs: 0, degraded: false };
  }

  return {
    async check(key) {
      try {
        return await within(timeoutMs, decide(JSON.stringify([name, key])));
      } catch {
        const allowed = whenRedisFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      }
    },
  };
}

async function timeOf(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
