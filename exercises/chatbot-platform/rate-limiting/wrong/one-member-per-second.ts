import { RecentKeys } from './recentKeys';
import type { Limiter, LimiterOptions } from './types';

/** A set with the second of each request as its member, as in `ZADD key <second> <second>`. */
export function createSlidingLog({ limit, windowMs }: LimiterOptions): Limiter {
  const sets = new RecentKeys<Set<number>>(windowMs);

  return {
    check(key) {
      const now = performance.now();
      const set = sets.get(key, now) ?? new Set();
      const second = Math.floor(now / 1_000) * 1_000;
      for (const member of set) if (member <= now - windowMs) set.delete(member);

      const [oldest] = set;
      if (set.size >= limit && oldest !== undefined) {
        return { allowed: false, remaining: 0, retryAfterMs: Math.ceil(oldest + windowMs - now) };
      }
      set.add(second);
      sets.set(key, set, now);
      return { allowed: true, remaining: limit - set.size, retryAfterMs: 0 };
    },
  };
}
