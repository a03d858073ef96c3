import { createSteadyClock } from './steadyClock';
import type { Limiter, LimiterOptions } from './types';

/**
 * Counts the requests of each key in windows that begin at whole multiples of `windowMs` on the wall clock.
 *
 * One number per key that is active in the current window; all of them are dropped when it ends. O(1) per request.
 * Up to `2 * limit` requests get through around a boundary: that is the algorithm, not a mistake in it.
 */
export function createFixedWindow({ limit, windowMs }: LimiterOptions): Limiter {
  const now = createSteadyClock();
  let window = -1;
  let used = new Map</* key */ string, number>();

  return {
    check(key) {
      const at = now();
      const current = Math.floor(at / windowMs);
      if (current !== window) {
        window = current;
        used = new Map();
      }
      const count = used.get(key) ?? 0;
      if (count >= limit) {
        // A window is a minute, so come back in a minute.
        return { allowed: false, remaining: 0, retryAfterMs: windowMs };
      }
      used.set(key, count + 1);
      return { allowed: true, remaining: limit - count - 1, retryAfterMs: 0 };
    },
  };
}
