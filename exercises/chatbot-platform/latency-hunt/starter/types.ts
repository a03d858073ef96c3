import type { Database, Param } from 'postgres-client';

/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, and on nothing else.
 *
 * All times are in milliseconds, whole ones or not; those of spans count from any moment, such as 1970. A percentile `p` is
 * a number from 0 to 100 with at most three decimals, such as 50 or 99.9. What is outside of 0 to 100, and `NaN`, throws a
 * `RangeError`, even where there are no values yet.
 *
 * **Nearest rank.** The p-th percentile of n values is the value in place ⌈p · n ÷ 100⌉ when they stand in order, smallest
 * first; in place 1 for p = 0. The place is that of exact arithmetic: for p = 7 and n = 100 it is 7.
 */

/**
 * `percentile.ts` exports it: `export const percentile: Percentile = …`.
 * @returns one of the values, by nearest rank; undefined if there are none. The list is not changed.
 */
export type Percentile = (values: readonly number[], p: number) => number | undefined;

/** Percentiles of values that nobody keeps. What it answers may be wrong by a known part, and sketches can be added up. */
export interface LatencySketch {
  /** How many values it stands for, with those of merged sketches: up to 2⁵³ − 1. */
  readonly count: number;
  /**
   * @param ms 0, or between 0.001 and 3,600,000
   * @throws RangeError for all other numbers; nothing is added then
   */
  add(ms: number): void;
  /**
   * Differs from the exact percentile by `relativeError` times that percentile at most (and what 64-bit numbers cannot do
   * better: a billionth). If the exact one is 0, so is this. Undefined without values.
   */
  percentile(p: number): number | undefined;
  /** All that a sketch on another server needs. A text that was made stays as it is. */
  toText(): string;
  /**
   * Adds everything that another sketch stood for when it made this text. It does not matter who merges whom, when, or
   * how often sketches were merged before: the error bound is the same.
   * @param text made by `toText` of a sketch of yours; nobody gives it another
   * @throws RangeError if that sketch had another `relativeError`, however close; nothing is changed then
   */
  merge(text: string): void;
}

/**
 * `sketch.ts` exports it: `export const createSketch: CreateSketch = …`.
 * @param relativeError from 0.001 to 0.1; nobody gives it another
 */
export type CreateSketch = (relativeError: number) => LatencySketch;

/** Something that took time while a request was answered: a call, a query, a piece of work. */
export interface Span {
  /** Once in a trace. */
  readonly id: string;
  /** The span that began it; null for the root. */
  readonly parent: string | null;
  /** What was done, such as `postgres: history`. Several spans of a trace may have done the same. */
  readonly operation: string;
  /** By the clock of the server where it ran. Not after `end`. */
  readonly start: number;
  readonly end: number;
}

/**
 * One request. Exactly one span is the root; it lasts as long as the request. Whoever follows parents gets to the root, or
 * to a span whose parent is not there. Spans are in any order.
 */
export interface Trace {
  readonly spans: readonly Span[];
  /** Such as `{ user: '4711', region: 'eu' }`. Not every trace has every attribute; values are any strings. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** From `from` to `to` the request waited for this span itself, not for what it had begun. */
export interface Segment {
  /** Its id. */
  readonly span: string;
  readonly from: number;
  readonly to: number;
}

/**
 * `criticalPath.ts` exports it: `export const criticalPath: CriticalPath = …`. The rules are in the statement.
 * @returns the path by time, earliest first; none of its segments is empty
 */
export type CriticalPath = (spans: readonly Span[]) => Segment[];

/**
 * What is known of all traces so far. Those **slow at p** are longer than the exact p-th percentile of all durations; all
 * others are not. What is given back is the caller's: changing it changes nothing here.
 */
export interface TraceAnalyzer {
  /** Copies what it needs: the caller may change the trace afterwards. */
  add(trace: Trace): void;
  /** Of the durations of all traces, exact; undefined before the first. */
  percentile(p: number): number | undefined;
  /** Why are the slow ones slow? */
  explainTail(p: number): TailReport;
  /**
   * By the values of an attribute: who has them? Largest `atLeast` first, equal ones in any order. Traces without the
   * attribute are in no group.
   */
  groupBy(attribute: string, p: number): Group[];
}

export interface TailReport {
  /** How many traces are slow at p. */
  readonly slow: number;
  /** Mean duration of the slow ones without that of the others; 0 if none is slow. */
  readonly gapMs: number;
  /**
   * One for each operation that any trace has on its critical path; none at all if no trace is slow. Largest `share` first,
   * equal ones in any order.
   */
  readonly operations: readonly Contribution[];
}

export interface Contribution {
  readonly operation: string;
  /** Time on the critical path, all spans of the operation together: mean over **all** slow traces. */
  readonly slowMs: number;
  /** The same, over all others. */
  readonly otherMs: number;
  /** How much of the gap it makes: `(slowMs - otherMs) / gapMs`. All shares add up to 1; some may be negative. */
  readonly share: number;
}

export interface Group {
  readonly value: string;
  readonly count: number;
  /** How many of them are slow at p. */
  readonly slow: number;
  /**
   * How large the share of slow ones is with near certainty: the lower end of the Wilson interval. With n = `count`,
   * s = `slow` ÷ n and z = 3 it is (s + z²/2n − z·√(s(1 − s)/n + z²/4n²)) ÷ (1 + z²/n).
   */
  readonly atLeast: number;
  /**
   * Whether it is worth a look: at least 5 are slow, there are traces outside of the group, and `atLeast` is more than
   * twice the share of slow ones among **those**, the ones without the attribute included.
   */
  readonly isSuspect: boolean;
}

/** `traceAnalyzer.ts` exports it: `export const createTraceAnalyzer: CreateTraceAnalyzer = () => …`. */
export type CreateTraceAnalyzer = () => TraceAnalyzer;

/** A statement as a server sent it. It may change rows. */
export interface Call {
  readonly id: string;
  readonly sql: string;
  readonly params: readonly Param[];
}

/**
 * What a statement really does. A **scan** is a step of the plan whose type ends in `Scan` and which names a table
 * (`Relation Name`).
 */
export interface Finding {
  readonly id: string;
  /**
   * Over all scans of the plan, however deep: rows that it gave, and rows that it read and threw away (by a filter or by a
   * recheck), times `Actual Loops`. Take the figures as the plan has them: means of the loops, `Actual Rows` with two
   * decimals and `Rows Removed by …` as whole numbers. You may round the sum: a check leaves half a percent, or one row.
   */
  readonly rowsRead: number;
  /** What the uppermost step gave. */
  readonly rowsReturned: number;
  /**
   * Tables with a `Seq Scan` that ran at least once, even if a limit stopped it. Each once, sorted as `toSorted()` does.
   */
  readonly fullScans: readonly string[];
}

/**
 * `hunt.ts` exports it: `export const hunt: Hunt = …`.
 * @returns one for each call, largest `rowsRead` first, equal ones in the order of `calls`
 */
export type Hunt = (db: Database, calls: readonly Call[]) => Promise<Finding[]>;

/** `indexes.ts` exports `indexes`: one or two statements `create index …` on the tables of `tables.ts`. */
export type Indexes = readonly string[];
