/**
 * What a hidden suite may import from `#testkit`. Time is virtual and starts afresh for every check;
 * randomness is seeded; nothing here is reachable by the learner's code.
 */

/** The virtual clock that the learner's `Date`, `performance`, `setTimeout`, … follow. */
export interface Clock {
  /** Wall clock in epoch milliseconds, as the learner's `Date.now()` sees it. */
  now(): number;
  /** Monotonic milliseconds since the check began, as `performance.now()` sees it unless `setUptime` was used. */
  elapsed(): number;
  /** Lets `ms` pass: fires due timers in order and lets promise jobs settle after each one. */
  advance(ms: number): Promise<void>;
  /** Lets time pass until the wall clock shows this moment (epoch ms or ISO text). */
  advanceTo(moment: number | string): Promise<void>;
  /** Lets `ms` pass synchronously: timers fire, promise jobs do not settle in between. */
  tick(ms: number): void;
  /** Sets the wall clock, as NTP or an operator would. Timers and `performance.now()` are not affected. */
  setWallClock(moment: number | string): void;
  /** Moves the wall clock by `ms`, which may be negative. */
  jumpWallClock(ms: number): void;
  /**
   * Makes `performance.now()` count as in a process that was started `ms` ago: it means nothing to another process,
   * and a suite with several servers can show it. Timers, `elapsed()` and the wall clock are not affected.
   */
  setUptime(ms: number): void;
  /** Lets everything that can happen now, without time passing, happen. */
  settle(): Promise<void>;
  /** Runs timers until none is left, or throws after `limit` (default 10,000) of them. */
  runAll(limit?: number): Promise<void>;
  /** A promise that resolves after `ms` of virtual time. For loaders and servers of the suite. */
  sleep(ms: number): Promise<void>;
  /** Timers that the learner and the suite have pending. */
  pending(): number;
}
export declare const clock: Clock;

/** Deterministic randomness from the run's seed; every check starts with its own stream. */
export interface Random {
  /** [0, 1) */
  next(): number;
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[];
  /** Exponentially distributed with this mean: the gaps of a Poisson arrival process. */
  exponential(mean: number): number;
}
export declare const random: Random;
export declare const seed: number;

/** Records what happened, on the virtual time line, for the plots. Bounded; never fails a check. */
export interface Trace {
  point(series: string, value: number): void;
  mark(lane: string, label: string, tone?: 'good' | 'bad' | 'neutral'): void;
  state(lane: string, state: string): void;
  limit(series: string, value: number): void;
}
export declare const trace: Trace;

/** A function that records its calls; safe to hand to the learner. */
export interface Spy<A extends unknown[], R> {
  /** Hand this to the learner. */
  readonly fn: (...args: A) => R;
  /** A copy of the arguments of every call so far. */
  calls(): A[];
  count(): number;
}
export declare function spy<A extends unknown[], R>(implementation: (...args: A) => R): Spy<A, R>;

/**
 * Freezes an object and all it holds, so that the learner cannot change what the suite relies on. Every object or
 * function that a suite hands over goes through `spy`, `harden` or a copy.
 */
export declare function harden<T>(value: T): T;

/** A promise with its handles outside, for loads and calls that the suite completes when it likes. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}
export declare function deferred<T = void>(): Deferred<T>;

/** How a promise stands after everything that can happen now has happened. */
export type Settled<T> =
  | { readonly state: 'pending' }
  | { readonly state: 'fulfilled'; readonly value: T }
  | { readonly state: 'rejected'; readonly reason: unknown };
export declare function settled<T>(promise: PromiseLike<T> | T): Promise<Settled<T>>;

/**
 * Bytes of heap that `work` leaves behind, after a collection before and one after. Keep what must stay alive in a
 * variable outside. Noise is around ±200 kB: use margins.
 */
export declare function retainedBytes(work: () => void | Promise<void>): Promise<number>;
