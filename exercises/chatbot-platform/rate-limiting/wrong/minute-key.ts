import { within } from './deadline';
import type { SharedDecision, SharedLimiter, SharedLimiterOptions } from './types';

/** The answer that is given in interviews: a key for each user and minute, INCR, EXPIRE, compare. */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { timeoutMs, whenRedisFails } = options;
  return {
    async check(key) {
      try {
        return await within(timeoutMs, count(key, options));
      } catch {
        const allowed = whenRedisFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      }
    },
  };
}

async function count(key: string, options: SharedLimiterOptions): Promise<SharedDecision> {
  const { name, limit, windowMs, redis } = options;
  const now = Date.now();
  const minute = Math.floor(now / windowMs);
  const entry = JSON.stringify([name, key, minute]);

  const used = await redis.incr(entry);
  if (used === 1) await redis.pexpire(entry, windowMs);

  return used <= limit
    ? { allowed: true, remaining: limit - used, retryAfterMs: 0, degraded: false }
    : { allowed: false, remaining: 0, retryAfterMs: (minute + 1) * windowMs - now, degraded: false };
}
