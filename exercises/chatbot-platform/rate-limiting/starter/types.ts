import type { Redis } from 'ioredis';

/**
 * The contract. This file belongs to the exercise and is restored before every run.
 * All times and lengths of time are in milliseconds.
 */

/** The rule: so many requests in so much time, for each key. */
export interface LimiterOptions {
  /** Requests that one key may make in a window. A whole number, at least 1. */
  readonly limit: number;
  /** Length of the window. A whole number, at least 1,000. */
  readonly windowMs: number;
}

export interface TokenBucketOptions extends LimiterOptions {
  /**
   * Tokens that a full bucket holds. A whole number, at least 1; may be smaller or larger than `limit`.
   * Default: `limit`.
   */
  readonly burst?: number;
}

/** The answer to "may this user make a request now?". */
export interface Decision {
  readonly allowed: boolean;
  /** Further requests that would be admitted for this key at this very moment. A whole number; 0 when refused or degraded. */
  readonly remaining: number;
  /**
   * 0 when admitted. When refused: how long the user has to stay quiet for the next request to be admitted.
   * A whole number, rounded up, at least 1, and right to within 1 ms.
   */
  readonly retryAfterMs: number;
}

/** A limiter that lives in the memory of one server. */
export interface Limiter {
  /**
   * Asks for one request and, if it is admitted, counts it. Never throws.
   * @param key whose request it is: any string, the empty one and `__proto__` included
   */
  check(key: string): Decision;
}

// ── Five servers ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface SharedLimiterOptions extends LimiterOptions {
  /** Any string. Limits with different names are counted apart, even for the same key in the same Redis. */
  readonly name: string;
  /**
   * This server's connection to the Redis that all servers share; every request of the server goes over it. It is set up
   * for a limiter: a command is rejected at once while there is no connection, nothing is sent a second time when one
   * breaks, and it connects again by itself within half a second.
   */
  readonly redis: Redis;
  /** A decision is due at the latest this long after the call. A whole number, at least 1. */
  readonly timeoutMs: number;
  /** What to do with a request when Redis cannot be asked: admit it (`open`) or refuse it (`closed`). */
  readonly whenRedisFails: 'open' | 'closed';
}

export interface SharedDecision extends Decision {
  /** True if this was decided without Redis, by `whenRedisFails`; false in every other case. */
  readonly degraded: boolean;
}

/**
 * A limiter for one of several servers.
 *
 * What you have to know of the Redis behind it (version 7, one master, no cluster):
 *
 * - A command is one round trip, usually of 2 to 4 ms and sometimes much longer. So is a pipeline, a transaction, or a
 *   script. The commands of one connection are carried out in the order in which they were sent; those of two servers in
 *   any order.
 * - It does one thing at a time. Nothing comes between the parts of one script, or between those of one `MULTI` … `EXEC`;
 *   anything may come between two commands, and another request of the same server is sent over the same connection.
 * - A command is rejected while Redis is down or when the connection breaks. In the second case you cannot know whether
 *   it was carried out. It can also happen that it is never answered at all.
 * - A restart brings the data back and forgets scripts: `EVALSHA` is answered with `NOSCRIPT` until the script is sent
 *   once more. A method made by `defineCommand` does that by itself.
 * - Its clock (`TIME`) never goes back, and agrees with no server's clock. Keys expire by it.
 */
export interface SharedLimiter {
  /** As `Limiter.check`. The promise never rejects. */
  check(key: string): Promise<SharedDecision>;
}
