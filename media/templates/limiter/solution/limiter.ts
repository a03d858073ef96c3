import type { Limiter, LimiterOptions } from './types.ts';

/** A sliding log. `take` costs what leaves the window, which is one moment for each that came in. */
export function createLimiter({ limit, windowMs }: LimiterOptions): Limiter {
  const logs = new Map<string, number[]>();
  return {
    take(key) {
      const now = performance.now();
      const log = (logs.get(key) ?? []).filter(moment => moment > now - windowMs);
      logs.set(key, log);
      const oldest = log[log.length - limit];
      if (oldest !== undefined) return { allowed: false, retryAfterMs: oldest + windowMs - now };
      log.push(now);
      return { allowed: true };
    },
  };
}
