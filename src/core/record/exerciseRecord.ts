import { earliest, type ExerciseProgress } from '../progress';
import { isPass, markOf, ownLimits, thinned, timeOf, type Mark, type MarkLimits } from './marks';

/** How often, by who counted: a machine counts what happens on it, and nobody else does. */
export type Counts = Readonly<Record</* counter */ string, number>>;

/**
 * What is remembered of one exercise, in a form that several machines can each write and anybody can join: every field has
 * a rule by which two of them become one, whatever the order (a conflict-free replicated data type). Times are epoch
 * milliseconds.
 */
export interface ExerciseRecord {
  /** When it was last reset; 0 for never. What was remembered before is forgotten. */
  readonly since: number;
  /** Joined: the earlier. */
  readonly startedAt: number | null;
  /** Joined: the earlier. */
  readonly firstPassAt: number | null;
  /** Joined: the later. */
  readonly lastRunAt: number | null;
  /** Joined: of each counter the larger; they are added up when somebody asks. */
  readonly runs: Counts;
  /** How often it was begun from the starter files. Joined as `runs`. */
  readonly attempts: Counts;
  /** When each hint was opened; null where nobody noted it. Joined: hint by hint, the earlier. */
  readonly hints: readonly (number | null)[];
  /** `discussion/point` -> when the learner claimed it, negative when it was taken back. Joined: the later. */
  readonly claims: Readonly<Record<string, number>>;
  /** Joined: all of both, thinned. */
  readonly marks: readonly Mark[];
}

export const freshRecord: ExerciseRecord = {
  since: 0,
  startedAt: null,
  firstPassAt: null,
  lastRunAt: null,
  runs: {},
  attempts: {},
  hints: [],
  claims: {},
  marks: [],
};

/** The most that a record holds of each. Of more, the largest counters and the latest claims are kept. */
export const mostCounters = 16;
export const mostClaims = 200;
export const mostHints = 50;
/** Of one counter: many years of saving every second. */
export const mostCounted = 1e9;
/** The end of the year 9999: what comes days later is still a date. */
export const latestTime = 253_402_300_799_999;

/** As one machine tells another: a reset made on either forgets what came before it on both. */
export function joinRecords(a: ExerciseRecord, b: ExerciseRecord): ExerciseRecord {
  if (a.since !== b.since) return a.since > b.since ? a : b;
  return joinFields(a, b);
}

/** As a file is imported: everything that either has is kept, also from before a reset. */
export const uniteRecords = (a: ExerciseRecord, b: ExerciseRecord): ExerciseRecord => ({
  ...joinFields(a, b),
  since: Math.max(a.since, b.since),
});

const joinFields = (a: ExerciseRecord, b: ExerciseRecord): ExerciseRecord => ({
  since: a.since,
  startedAt: earliest(a.startedAt, b.startedAt),
  firstPassAt: earliest(a.firstPassAt, b.firstPassAt),
  lastRunAt: latest(a.lastRunAt, b.lastRunAt),
  runs: joinBy(a.runs, b.runs, mostCounters),
  attempts: joinBy(a.attempts, b.attempts, mostCounters),
  hints: Array.from({ length: Math.max(a.hints.length, b.hints.length) }, (_, i) =>
    earliest(a.hints[i] ?? null, b.hints[i] ?? null),
  ),
  claims: joinBy(a.claims, b.claims, mostClaims),
  marks: thinned([...a.marks, ...b.marks], ownLimits),
});

/** Of each key the value that is further from 0, of two equally far the positive one; then the furthest of all. */
function joinBy(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
  most: number,
): Readonly<Record<string, number>> {
  const further = (x: number, y: number): number => Math.abs(x) - Math.abs(y) || x - y;
  const joined = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const other = joined.get(key);
    if (other === undefined || further(value, other) > 0) joined.set(key, value);
  }
  const kept = [...joined].sort(([k, x], [l, y]) => further(y, x) || (k < l ? -1 : 1)).slice(0, most);
  return Object.fromEntries(kept.sort(([k], [l]) => (k < l ? -1 : 1)));
}

const latest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** What it comes to. */
export function progressIn(record: ExerciseRecord): ExerciseProgress {
  const last = record.marks.at(-1);
  return {
    startedAt: record.startedAt,
    firstPassAt: record.firstPassAt,
    lastRunAt: record.lastRunAt,
    lastOutcome: last === undefined ? null : isPass(last) ? 'passed' : 'failed',
    runs: total(record.runs),
    attempts: total(record.attempts),
    hintsShown: record.hints.length,
    hintsAt: record.hints,
    claimed: Object.keys(record.claims).filter(claim => (record.claims[claim] ?? 0) > 0),
    history: record.marks.map(mark => ({ at: timeOf(mark), passed: isPass(mark) })),
  };
}

/** Who notes something, and when. */
export interface Noter {
  readonly machine: string;
  readonly at: number;
}

/**
 * Notes on a machine's own record what has changed.
 *
 * @param own what this machine has noted since the last reset
 * @param claims those of all machines: the later word counts, and this one is to be the last
 */
export function noteChange(
  own: ExerciseRecord,
  claims: ExerciseRecord['claims'],
  before: ExerciseProgress,
  after: ExerciseProgress,
  { machine, at }: Noter,
): ExerciseRecord {
  // After a reset somebody counts from 0 again: an import that brings back the runs from before must add to those since.
  const counter = own.since === 0 ? machine : `${machine}.${own.since.toString(36)}`;
  const counted = (counts: Counts, more: number): Counts =>
    more > 0 ? { ...counts, [counter]: Math.min((counts[counter] ?? 0) + more, mostCounted) } : counts;
  const said = (claim: string): number =>
    Math.min(Math.max(at, Math.abs(claims[claim] ?? 0) + 1), latestTime);
  const known = new Set(before.history.map(({ at, passed }) => markOf(at, passed)));
  const news: ExerciseRecord = {
    since: own.since,
    startedAt: after.startedAt,
    firstPassAt: after.firstPassAt,
    lastRunAt: after.lastRunAt,
    runs: counted(own.runs, after.runs - before.runs),
    attempts: counted(own.attempts, after.attempts - before.attempts),
    hints: Array.from(
      { length: Math.min(after.hintsShown, mostHints) },
      (_, i) => before.hintsAt[i] ?? (i < before.hintsShown ? null : at),
    ),
    claims: Object.fromEntries<number>([
      ...after.claimed
        .filter(claim => !before.claimed.includes(claim))
        .map(claim => [claim, said(claim)] as const),
      ...before.claimed
        .filter(claim => !after.claimed.includes(claim))
        .map(claim => [claim, -said(claim)] as const),
    ]),
    marks: after.history.map(({ at, passed }) => markOf(at, passed)).filter(mark => !known.has(mark)),
  };
  return joinFields(own, news);
}

/** With fewer marks, for what is synchronised. */
export const withMarks = (record: ExerciseRecord, limits: MarkLimits): ExerciseRecord => ({
  ...record,
  marks: thinned(record.marks, limits),
});
