/**
 * The contract. This file belongs to the exercise: it is restored before every run, so change nothing here.
 * All times are milliseconds. "Now" is `Date.now()`, which follows the virtual clock.
 */

/**
 * A question to the warehouse. Two queries are the same query if, and only if, the data set is equal and the
 * parameters are equal one by one, in order. Any string may appear: empty, with separators, quotes or brackets.
 */
export interface Query {
  /** The data set that is read, such as `orders`. `bumpVersion` covers one whole data set. */
  readonly dataset: string;
  /** From none to a dozen, such as `['revenue', 'EMEA', '2026-Q1']`. */
  readonly params: readonly string[];
}

/**
 * Asks the warehouse. Takes about eight seconds and costs money.
 *
 * - Resolves to `undefined` when the warehouse has no such data ("not found").
 * - Resolves to anything else, including `null`, `0`, `''` and `false`, when it has.
 * - Rejects, or throws before it returns a promise, when the warehouse could not answer.
 */
export type Load<V> = (query: Query) => Promise<V | undefined>;

export interface CacheOptions<V> {
  readonly load: Load<V>;

  /** How long a found answer is fresh, counted from the moment its load **began**. More than 0. */
  readonly ttlMs: number;

  /**
   * The period at which the warehouse changes; an hour is 3,600,000. A boundary is every moment at which
   * `Date.now() - offsetMs` is a whole multiple of `alignMs`. Whatever was loaded before a boundary is not fresh at
   * it or after it, even if `ttlMs` is not over. Default: no boundaries.
   */
  readonly alignMs?: number;

  /** Moves the boundaries: 300,000 if the hourly job is done five minutes past. `0 <= offsetMs < alignMs`. Default 0. */
  readonly offsetMs?: number;

  /**
   * How long a "not found" is fresh, instead of `ttlMs`; it counts from the beginning of the load as well, and boundaries
   * end it too. Default 0: it is not stored.
   */
  readonly negativeTtlMs?: number;

  /**
   * In the last `refreshAheadMs` before an answer expires, a read of it starts a load in the background, in the same
   * millisecond, if a found answer loaded now would expire **later** than the one held. Default 0: never.
   */
  readonly refreshAheadMs?: number;

  /** For this long after its expiry an answer is served, at once, while the read has a new one loaded. Default 0. */
  readonly staleWhileRevalidateMs?: number;

  /** For this long after its expiry an answer that is still stored replaces the error when a load fails. Default 0. */
  readonly staleIfErrorMs?: number;

  /** The upper bound on the sizes of all stored answers together. */
  readonly maxBytes: number;

  /** The size of an answer, a positive integer; `undefined` is "not found", which takes room as well. Never throws. */
  readonly sizeOf: (value: V | undefined, query: Query) => number;
}

/**
 * - `hit`: answered from a stored answer that has not expired.
 * - `stale`: answered from one that has, within `staleWhileRevalidateMs` or `staleIfErrorMs`.
 * - `miss`: the caller waited for a load and got what it brought.
 */
export type AnswerState = 'hit' | 'stale' | 'miss';

export interface Answer<V> {
  /** `undefined` for "not found". */
  readonly value: V | undefined;
  readonly state: AnswerState;
}

/** A copy of the counters; it does not change afterwards. Reads are counted when they are answered. */
export interface Stats {
  /** Reads answered with state `hit`. */
  readonly hits: number;
  /** Reads answered with state `miss`, and reads that were rejected. */
  readonly misses: number;
  /** Reads answered with state `stale`. */
  readonly staleServes: number;
  /** Calls of `load`, in the background or not. */
  readonly loads: number;
  /** Loads that rejected or threw. */
  readonly failedLoads: number;
  /** Stored answers removed because another one needed the room. */
  readonly evictions: number;
  /** The sizes of all stored answers together. Never above `maxBytes`. */
  readonly bytes: number;
}

export interface QueryCache<V> {
  /**
   * Answers from the cache if it may, otherwise from a load. Rejects with what `load` rejected or threw, unless a
   * stored answer may stand in for it. Never throws.
   */
  get(query: Query): Promise<Answer<V>>;

  /**
   * The event "this query's data has changed". Takes effect before it returns: the stored answer is removed and its
   * bytes are free. Nothing that was stored, or whose load had begun, is ever served to anyone who calls `get` later,
   * not even as stale. A query that is neither stored nor being loaded is nothing to worry about.
   */
  invalidate(query: Query): void;

  /**
   * The event "everything in this data set has changed": as `invalidate` for every query of the data set, except that
   * the bytes may stay in use until the room is needed. In which order these answers then leave, and whether they count
   * as evictions, is up to you.
   */
  bumpVersion(dataset: string): void;

  stats(): Stats;
}
