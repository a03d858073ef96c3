import { RateLimiter } from 'limiter';
import { RecentKeys } from './recentKeys';
import type { Limiter, LimiterOptions } from './types';

/** `fixedWindow.ts` of the exercise on rate limits, on limiter's RateLimiter: a bucket with a counted interval. */
export function createFixedWindow({ limit, windowMs }: LimiterOptions): Limiter {
  const limiters = new RecentKeys<RateLimiter>(windowMs);
  return {
    check(key) {
      const now = performance.now();
      const limiter =
        limiters.get(key, now) ?? new RateLimiter({ tokensPerInterval: limit, interval: windowMs });
      const allowed = limiter.tryRemoveTokens(1);
      if (allowed) limiters.set(key, limiter, now);
      if (!allowed)
        return { allowed, remaining: 0, retryAfterMs: Math.max(1, Math.ceil(limiter.getWaitTime(1))) };
      const left = Math.min(limiter.getTokensRemaining(), limit - limiter.tokensThisInterval);
      return { allowed, remaining: Math.floor(left), retryAfterMs: 0 };
    },
  };
}
