import { RecentKeys } from './recentKeys';
import type { Limiter, LimiterOptions } from './types';

interface Window {
  readonly opened: number;
  used: number;
}

/** Each user's window opens with the user's first request, as an expiry that is set with the first INCR does it. */
export function createFixedWindow({ limit, windowMs }: LimiterOptions): Limiter {
  const windows = new RecentKeys<Window>(windowMs);

  return {
    check(key) {
      const now = performance.now();
      let window = windows.get(key, now);
      if (!window || now >= window.opened + windowMs) {
        window = { opened: now, used: 0 };
        windows.set(key, window, now);
      }
      if (window.used >= limit) {
        return { allowed: false, remaining: 0, retryAfterMs: Math.ceil(window.opened + windowMs - now) };
      }
      window.used++;
      return { allowed: true, remaining: limit - window.used, retryAfterMs: 0 };
    },
  };
}
