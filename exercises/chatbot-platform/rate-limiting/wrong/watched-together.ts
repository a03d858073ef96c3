import type { Redis } from 'ioredis';
import { within } from './deadline';
import type { SharedDecision, SharedLimiter, SharedLimiterOptions } from './types';

/** Optimistic: WATCH the log, read it, and write it in a transaction that fails if somebody else has written. */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { name, redis, timeoutMs, whenRedisFails } = options;

  async function decide(key: string): Promise<SharedDecision> {
    for (;;) {
      const decision = await attempt(redis, JSON.stringify([name, key]), options);
      if (decision) return decision;
    }
  }

  return {
    async check(key) {
      try {
        return await within(timeoutMs, decide(key));
      } catch {
        const allowed = whenRedisFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      }
    },
  };
}

/** Undefined if another request was faster. */
async function attempt(
  redis: Redis,
  log: string,
  { limit, windowMs }: SharedLimiterOptions,
): Promise<SharedDecision | undefined> {
  const [, text, [seconds, micros]] = await Promise.all([redis.watch(log), redis.get(log), redis.time()]);
  const now = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  const counted = (JSON.parse(text ?? '[]') as number[]).filter(moment => moment > now - windowMs);
  const blocking = counted.at(-limit);
  if (blocking !== undefined) {
    await redis.unwatch();
    return { allowed: false, remaining: 0, retryAfterMs: blocking + windowMs - now, degraded: false };
  }
  counted.push(now);
  const written = await redis.multi().set(log, JSON.stringify(counted), 'PX', windowMs).exec();
  return written
    ? { allowed: true, remaining: limit - counted.length, retryAfterMs: 0, degraded: false }
    : undefined;
}
