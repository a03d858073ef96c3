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
  /** Further requests that would be admitted for this key at this very moment. A whole number; 0 when refused. */
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
  /** Any string. Limits with different names are counted apart, even for the same key in the same store. */
  readonly name: string;
  /** This server's connection to the store that all servers share. */
  readonly store: Store;
  /** A decision is due at the latest this long after the call. A whole number, at least 1. */
  readonly timeoutMs: number;
  /** What to do with a request when the store cannot be asked: admit it (`open`) or refuse it (`closed`). */
  readonly whenStoreFails: 'open' | 'closed';
}

export interface SharedDecision extends Decision {
  /** True if this was decided without the store, by `whenStoreFails`; false in every other case. */
  readonly degraded: boolean;
}

/** A limiter for one of several servers. */
export interface SharedLimiter {
  /** As `Limiter.check`. The promise never rejects. */
  check(key: string): Promise<SharedDecision>;
}

/**
 * A key-value store on a machine of its own, much like a Redis.
 *
 * - Each call is one round trip. It usually takes 2 to 4 ms and sometimes much longer. Calls that are under way
 *   together, even from one server, may arrive in any order.
 * - The store does one thing at a time: a call is carried out at one moment between its start and its reply, and
 *   nothing comes in between. That holds for one call, not for two calls in a row.
 * - A call rejects while the store is down or when the connection breaks. In the second case you cannot know
 *   whether it was carried out. It can also happen that a call is never answered at all.
 * - `ttlMs` is a whole number, at least 1. That long after the write, by the store's clock, the key is gone.
 */
export interface Store {
  get(key: string): Promise<string | undefined>;
  /** Without `ttlMs` the key stays for ever, even if it had an expiry before. */
  set(key: string, value: string, ttlMs?: number): Promise<void>;
  /**
   * Adds `by` (default 1) to a whole number and gives the sum. A missing key counts as 0 and is created without an
   * expiry; a key that has one keeps it. Rejects if the value is not a whole number.
   */
  increment(key: string, by?: number): Promise<number>;
  /** Gives an existing key a new expiry. False if there is no such key. */
  expire(key: string, ttlMs: number): Promise<boolean>;
  /** False if there was no such key. */
  delete(key: string): Promise<boolean>;
  /**
   * Writes `value`, as `set` does, if the key's value is exactly `expected` (`undefined`: if there is no such key).
   * False if it is not; then nothing is written.
   */
  compareAndSet(key: string, expected: string | undefined, value: string, ttlMs?: number): Promise<boolean>;
  /** The store's clock in epoch milliseconds. It never goes back. It does not agree with any server's clock. */
  time(): Promise<number>;
  /**
   * Sends `script` to the store, which runs it alone and at once, as Redis runs Lua: no other call comes between its
   * first read and its last write. The script must be synchronous. If it throws, none of its writes remain and the
   * call rejects with what was thrown. The promise gives what the script returns.
   */
  transaction<T>(script: (db: StoreView) => T): Promise<T>;
}

/** What a script sees: the operations of `Store`, without the round trips. Of no use after the script has ended. */
export interface StoreView {
  get(key: string): string | undefined;
  set(key: string, value: string, ttlMs?: number): void;
  /** Throws if the value is not a whole number. */
  increment(key: string, by?: number): number;
  expire(key: string, ttlMs: number): boolean;
  delete(key: string): boolean;
  /** The store's clock. It stands still while a script runs. */
  time(): number;
}
