import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import { within } from './deadline';
import type { SharedLimiter, SharedLimiterOptions } from './types';

/** `sharedLimiter.ts` on rate-limiter-flexible, with the deadline that it leaves to the client. */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { name, limit, windowMs, redis, timeoutMs, whenRedisFails } = options;
  const limiter = new RateLimiterRedis({
    ...{ storeClient: redis, points: limit, duration: windowMs / 1_000 },
    keyPrefix: JSON.stringify(name),
  });
  return {
    async check(key) {
      try {
        const { remainingPoints } = await within(timeoutMs, limiter.consume(key));
        return { allowed: true, remaining: remainingPoints, retryAfterMs: 0, degraded: false };
      } catch (refusal) {
        // It rejects with the figures of a refusal, or with an error of Redis.
        const { msBeforeNext } = refusal as { readonly msBeforeNext?: number };
        if (msBeforeNext !== undefined)
          return { allowed: false, remaining: 0, retryAfterMs: Math.max(1, msBeforeNext), degraded: false };
        const allowed = whenRedisFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      }
    },
  };
}
