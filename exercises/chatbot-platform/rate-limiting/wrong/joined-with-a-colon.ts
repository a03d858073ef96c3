import { admitScript } from './admitScript';
import { within } from './deadline';
import type { Redis } from 'ioredis';
import type { SharedDecision, SharedLimiter, SharedLimiterOptions } from './types';

/** A connection that knows the script. */
interface AskingRedis extends Redis {
  admit(log: string, limit: number, windowMs: number): Promise<unknown>;
}

/**
 * One of several servers that keep one limit together: a sliding log per user, kept in Redis and changed only by a
 * script that Redis runs alone. One round trip per request, two after a restart of Redis; about 13 bytes per admitted
 * request, gone `windowMs` after the user's last one.
 */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { name, limit, windowMs, timeoutMs, whenRedisFails } = options;
  // Sends the digest of the script, and its text only when Redis has forgotten it.
  options.redis.defineCommand('admit', { lua: admitScript, numberOfKeys: 1 });
  const redis = options.redis as AskingRedis;
  return {
    async check(key) {
      const log = `${name}:${key}`;
      try {
        return read(await within(timeoutMs, redis.admit(log, limit, windowMs)));
      } catch {
        return withoutRedis(whenRedisFails, windowMs);
      }
    },
  };
}

/** @throws TypeError, for a reply that is not the script's */
function read(reply: unknown): SharedDecision {
  if (!Array.isArray(reply)) throw new TypeError('the script gave no list');
  const [allowed, remaining, retryAfterMs] = reply.map(Number) as [number, number, number];
  return { allowed: allowed === 1, remaining, retryAfterMs, degraded: false };
}

/** The user waits a second, not a window: an outage is usually shorter, and the next request finds out. */
function withoutRedis(policy: SharedLimiterOptions['whenRedisFails'], windowMs: number): SharedDecision {
  return policy === 'open'
    ? { allowed: true, remaining: 0, retryAfterMs: 0, degraded: true }
    : { allowed: false, remaining: 0, retryAfterMs: Math.min(1_000, windowMs), degraded: true };
}
