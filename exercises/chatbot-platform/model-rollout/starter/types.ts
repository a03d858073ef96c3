/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts`, and on nothing else.
 *
 * All durations are milliseconds, all moments readings of `performance.now()`, all shares and rates between 0 and 1.
 */

export interface Query {
  readonly id: string;
  readonly userId: string;
  /** What kind of query it is: its language, say. Any text. */
  readonly segment: string;
  readonly text: string;
}

/**
 * A version of the model: gives the label of a query, such as `billing`; any string is one. It may throw before it returns a
 * promise, reject, ignore its signal, settle late, or never.
 */
export type Model = (query: Query, signal: AbortSignal) => Promise<string>;

export type Version = 'v1' | 'v2';

/** Every option has to be given; the figures of the story are in `options.ts`. The checks give none that make no sense. */
export interface RolloutOptions {
  /** The version that everybody has. It is always answered sooner or later; its signal is never aborted. */
  readonly v1: Model;
  /** The candidate. */
  readonly v2: Model;
  /**
   * A call of v2 is given up after this long, and its signal aborted with a `ModelTimeoutError`. An answer that comes at that
   * very moment may be taken or not.
   */
  readonly timeoutMs: number;
  /** Names this rollout. The same on every server. */
  readonly salt: string;
  readonly shadow: ShadowOptions;
  /** Shares below 1, each larger than the one before. At least one. After the last step v2 has everybody. */
  readonly steps: readonly Step[];
  readonly guardrails: Guardrails;
  /** Segments that may be held back one by one. */
  readonly segments: readonly string[];
  /** Told of every comparison that differs. What it throws is kept away from everybody. It is not async. */
  readonly onDrift: (drift: Drift) => void;
  /** Told of every change of stage or share, and of segments. Its errors are kept away, too; it is not async. */
  readonly onChange: (change: Change) => void;
}

export interface ShadowOptions {
  /** The shadow stage lasts at least this long … */
  readonly forMs: number;
  /** … and until there have been this many comparisons. */
  readonly minimum: number;
  /** At least this share of the comparisons has to agree. */
  readonly agreement: number;
  /** While this many calls of v2 are under way, neither ended nor given up, further queries are not compared. */
  readonly maxInFlight: number;
}

export interface Step {
  readonly share: number;
  /** The step lasts at least this long … */
  readonly forMs: number;
  /** … and until this many requests of v2's arm have counted in it, failed ones too. */
  readonly minimum: number;
}

export interface Guardrails {
  /** Only requests that ended in the last `windowMs` are compared. */
  readonly windowMs: number;
  /** Nothing is decided unless each arm has this many of them. */
  readonly minimum: number;
  /**
   * By how much v2's error rate may exceed v1's: 0.02 are two percentage points. What is beyond the line by rounding alone, as
   * `0.07 - 0.05` is, is not beyond it.
   */
  readonly errorPoints: number;
  /** How many times v1's 95th percentile of latency v2's may be. */
  readonly latencyRatio: number;
}

/** One query on which the versions differ. */
export interface Drift {
  readonly queryId: string;
  readonly segment: string;
  readonly v1: string;
  /** Undefined if v2 failed, or was given up. */
  readonly v2: string | undefined;
}

/**
 * - `shadow`: v1 answers everybody; v2 is asked as well, and compared
 * - `canary`: v2 answers a share of the users
 * - `done`: v2 answers everybody
 * - `rolled-back`: v1 answers everybody, and v2 is not asked. This is final.
 */
export type Stage = 'shadow' | 'canary' | 'done' | 'rolled-back';

export type Reason =
  /** The stage or step has lasted long enough, with enough in it. */
  | 'advanced'
  /** The shadow stage has lasted long enough, and the versions agree too seldom. */
  | 'agreement'
  | 'errors'
  | 'latency'
  /** `rollback`, `holdBack` or `release`. */
  | 'manual';

export interface Change {
  readonly stage: Stage;
  /** 0 in `shadow` and `rolled-back`, 1 in `done`. */
  readonly share: number;
  /** In the order of `sort()`. */
  readonly heldBack: readonly string[];
  readonly reason: Reason;
  readonly at: number;
}

export interface Status {
  readonly stage: Stage;
  readonly share: number;
  readonly heldBack: readonly string[];
  /** Comparisons so far, and how many of them agreed. */
  readonly compared: number;
  readonly agreed: number;
}

export interface Answer {
  readonly label: string;
  /** Who gave the label. */
  readonly servedBy: Version;
  /**
   * Whose arm the query belonged to when it came: not `servedBy` if v2 failed and v1 stepped in. v1 in the shadow, after a
   * rollback, and for segments that are held back.
   */
  readonly assigned: Version;
}

export interface Rollout {
  /**
   * Answers a query. Does not throw synchronously. Rejects with the very error of v1 if v1 was asked for the answer and
   * failed.
   */
  handle(query: Query): Promise<Answer>;
  /** How it stands. A copy: it does not change afterwards. */
  status(): Status;
  /** Takes v2 away from everybody, for good. Does nothing if it was rolled back before. */
  rollback(): void;
  /** Gives this segment to v1. Does nothing if it is held back already. Any segment may be named, in any stage. */
  holdBack(segment: string): void;
  /** Ends that. Does nothing if it was not held back. What was taken out of the guardrails does not come back. */
  release(segment: string): void;
}
