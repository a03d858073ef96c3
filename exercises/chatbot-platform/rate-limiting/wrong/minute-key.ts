import type { SharedDecision, SharedLimiter, SharedLimiterOptions } from './types';

/** The answer that is given in interviews: a key for each user and minute, INCR, EXPIRE, compare. */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { timeoutMs, whenStoreFails } = options;
  return {
    async check(key) {
      let timer: TimerHandle | undefined;
      try {
        const late = new Promise<never>((_, reject) => (timer = setTimeout(reject, timeoutMs)));
        return await Promise.race([count(key, options), late]);
      } catch {
        const allowed = whenStoreFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function count(key: string, options: SharedLimiterOptions): Promise<SharedDecision> {
  const { name, limit, windowMs, store } = options;
  const now = Date.now();
  const minute = Math.floor(now / windowMs);
  const entry = JSON.stringify([name, key, minute]);

  const used = await store.increment(entry);
  if (used === 1) await store.expire(entry, windowMs);

  return used <= limit
    ? { allowed: true, remaining: limit - used, retryAfterMs: 0, degraded: false }
    : { allowed: false, remaining: 0, retryAfterMs: (minute + 1) * windowMs - now, degraded: false };
}
