import { within } from './deadline';
import type { Redis } from 'ioredis';
import type { SharedDecision, SharedLimiter, SharedLimiterOptions } from './types';

const admitScript = `
  local log, limit, window = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
  local now = tonumber(ARGV[3])

  local oldest = redis.call('LINDEX', log, 0)
  while oldest and tonumber(oldest) <= now - window do
    redis.call('LPOP', log)
    oldest = redis.call('LINDEX', log, 0)
  end

  -- Not simply the oldest: after the limit has been lowered there may be more of them than it allows.
  local blocking = redis.call('LINDEX', log, -limit)
  if blocking then return {0, 0, tonumber(blocking) + window - now} end

  local counted = redis.call('RPUSH', log, now)
  -- The script is one step: the entry cannot be left without an end to its life.
  redis.call('PEXPIRE', log, window)
  return {1, limit - counted, 0}
`;

/** A connection that knows the script. */
interface AskingRedis extends Redis {
  admit(log: string, limit: number, windowMs: number, now: number): Promise<unknown>;
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
      // Quoted, so that no name and key can add up to another name and key.
      const log = JSON.stringify([name, key]);
      // A clock that nobody can set.
      const now = Math.floor(performance.now());
      try {
        return read(await within(timeoutMs, redis.admit(log, limit, windowMs, now)));
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
