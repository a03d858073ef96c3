import type { Limiter, LimiterOptions } from './types.ts';

export function createLimiter({ limit, windowMs }: LimiterOptions): Limiter {
  const counts = new Map<string, number>();
  return {
    take(key) {
      const now = performance.now();
      const slot = `${Math.floor(now / windowMs)} ${key}`;
      const count = counts.get(slot) ?? 0;
      if (count >= limit) return { allowed: false, retryAfterMs: windowMs - (now % windowMs) };
      counts.set(slot, count + 1);
      return { allowed: true };
    },
  };
}
