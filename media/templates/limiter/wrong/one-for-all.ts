import type { Limiter, LimiterOptions } from './types.ts';

export function createLimiter({ limit, windowMs }: LimiterOptions): Limiter {
  let log: number[] = [];
  return {
    take() {
      const now = performance.now();
      log = log.filter(moment => moment > now - windowMs);
      const oldest = log[log.length - limit];
      if (oldest !== undefined) return { allowed: false, retryAfterMs: oldest + windowMs - now };
      log.push(now);
      return { allowed: true };
    },
  };
}
