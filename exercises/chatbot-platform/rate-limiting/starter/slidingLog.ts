import { RecentKeys } from './recentKeys';
import type { Limiter, LimiterOptions } from './types';

/** Remembers when each key's requests were admitted, and counts those of the last `windowMs`. Exact. */
export function createSlidingLog({ limit, windowMs }: LimiterOptions): Limiter {
  const logs = new RecentKeys<number[]>(windowMs);
  return {
    check(key) {
      // Two requests can arrive in the same millisecond: both have to be in the log.
      throw new Error('not implemented');
    },
  };
}
