import type { SharedDecision, SharedLimiter, SharedLimiterOptions } from './types';

/** Read the user's log, decide, write it back: right on one server, and a race on five. */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { timeoutMs, whenStoreFails } = options;
  return {
    async check(key) {
      let timer: TimerHandle | undefined;
      try {
        const late = new Promise<never>((_, reject) => (timer = setTimeout(reject, timeoutMs)));
        return await Promise.race([decide(key, options), late]);
      } catch {
        const allowed = whenStoreFails === 'open';
        return { allowed, remaining: 0, retryAfterMs: allowed ? 0 : 1_000, degraded: true };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function decide(key: string, options: SharedLimiterOptions): Promise<SharedDecision> {
  const { name, limit, windowMs, store } = options;
  const entry = JSON.stringify([name, key]);
  const [text, now] = await Promise.all([store.get(entry), store.time()]);
  const log = (JSON.parse(text ?? '[]') as number[]).filter(moment => moment > now - windowMs);
  if (log.length >= limit) {
    return { allowed: false, remaining: 0, retryAfterMs: log[0]! + windowMs - now, degraded: false };
  }
  log.push(now);
  await store.set(entry, JSON.stringify(log), windowMs);
  return { allowed: true, remaining: limit - log.length, retryAfterMs: 0, degraded: false };
}
