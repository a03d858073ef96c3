import type { SharedLimiter, SharedLimiterOptions } from './types';

/**
 * Every server keeps the log of its own requests. The store is asked for the time only, so that an outage is noticed.
 */
export function createSharedLimiter({
  limit,
  windowMs,
  store,
  timeoutMs,
  whenStoreFails,
}: SharedLimiterOptions): SharedLimiter {
  const logs = new Map</* key */ string, number[]>();
  return {
    async check(key) {
      let timer: TimerHandle | undefined;
      try {
        const late = new Promise<never>((_, reject) => (timer = setTimeout(reject, timeoutMs)));
        const now = await Promise.race([store.time(), late]);
        const log = (logs.get(key) ?? []).filter(moment => moment > now - windowMs);
        logs.set(key, log);
        if (log.length >= limit) {
          return { allowed: false, remaining: 0, retryAfterMs: log[0]! + windowMs - now, degraded: false };
        }
        log.push(now);
        return { allowed: true, remaining: limit - log.length, retryAfterMs: 0, degraded: false };
      } catch {
        const allowed = whenStoreFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
