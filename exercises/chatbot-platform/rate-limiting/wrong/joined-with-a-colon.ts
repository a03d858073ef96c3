import type { SharedDecision, SharedLimiter, SharedLimiterOptions, Store, StoreView } from './types';

interface Rule {
  readonly limit: number;
  readonly windowMs: number;
}

/**
 * One of several servers that keep one limit together: a sliding log per user, kept in the store and changed only by
 * a script that the store runs alone. One round trip per request; O(limit) work on the store and about 14 bytes per
 * admitted request, gone `windowMs` after the user's last one.
 */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { name, limit, windowMs, store, timeoutMs, whenStoreFails } = options;
  return {
    async check(key) {
      const entry = `${name}:${key}`;
      try {
        return await within(timeoutMs, decide(store, entry, { limit, windowMs }));
      } catch {
        return withoutStore(whenStoreFails, windowMs);
      }
    },
  };
}

/** One script, so that no other server comes between counting and writing. */
function decide(store: Store, entry: string, rule: Rule): Promise<SharedDecision> {
  return store.transaction(db => admit(db, entry, rule));
}

function admit(db: StoreView, entry: string, { limit, windowMs }: Rule): SharedDecision {
  // The only clock that five servers have in common.
  const now = db.time();
  const counted = readMoments(db.get(entry)).filter(moment => moment > now - windowMs);

  // Not simply the oldest: after the limit has been lowered there may be more of them than it allows.
  const blocking = counted.at(-limit);
  if (blocking !== undefined) {
    return { allowed: false, remaining: 0, retryAfterMs: blocking + windowMs - now, degraded: false };
  }
  counted.push(now);
  // Value and expiry in one write: whatever happens next, the entry cannot outlive its use.
  db.set(entry, JSON.stringify(counted), windowMs);
  return { allowed: true, remaining: limit - counted.length, retryAfterMs: 0, degraded: false };
}

function readMoments(text: string | undefined): number[] {
  const value: unknown = text === undefined ? [] : JSON.parse(text);
  return Array.isArray(value) ? value.filter(item => typeof item === 'number') : [];
}

/** The user waits a second, not a window: an outage is usually shorter, and the next request finds out. */
function withoutStore(policy: SharedLimiterOptions['whenStoreFails'], windowMs: number): SharedDecision {
  return policy === 'open'
    ? { allowed: true, remaining: 0, retryAfterMs: 0, degraded: true }
    : { allowed: false, remaining: 0, retryAfterMs: Math.min(1_000, windowMs), degraded: true };
}

/** What `answer` gives, or a rejection after `ms`. A late answer, good or bad, is ignored; no timer stays behind. */
function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer from the store within ${ms} ms`)), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
