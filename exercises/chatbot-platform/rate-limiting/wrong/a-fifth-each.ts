import type { SharedLimiter, SharedLimiterOptions } from './types';

/**
 * Every server gets a fifth of the limit and counts for itself: five times twenty is a hundred.
 */
export function createSharedLimiter({
  limit,
  windowMs,
  redis,
  timeoutMs,
  whenRedisFails,
}: SharedLimiterOptions): SharedLimiter {
  const share = Math.max(1, Math.floor(limit / 5));
  const logs = new Map</* key */ string, number[]>();
  return {
    async check(key) {
      let timer: TimerHandle | undefined;
      try {
        const late = new Promise<never>((_, reject) => (timer = setTimeout(reject, timeoutMs)));
        const [seconds, micros] = await Promise.race([redis.time(), late]);
        const now = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
        const log = (logs.get(key) ?? []).filter(moment => moment > now - windowMs);
        logs.set(key, log);
        if (log.length >= share) {
          return { allowed: false, remaining: 0, retryAfterMs: log[0]! + windowMs - now, degraded: false };
        }
        log.push(now);
        return { allowed: true, remaining: share - log.length, retryAfterMs: 0, degraded: false };
      } catch {
        const allowed = whenRedisFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
