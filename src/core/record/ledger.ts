import type { ExerciseRef } from '../exercise';
import type { ExerciseProgress } from '../progress';
import {
  freshRecord,
  joinRecords,
  latestTime,
  noteChange,
  progressIn,
  uniteRecords,
  withMarks,
  type ExerciseRecord,
  type Noter,
} from './exerciseRecord';
import type { MarkLimits } from './marks';

/**
 * What is remembered of every exercise. There are two ways to make one of two, and both give the same whatever the order
 * and however often: `joinLedgers`, by which machines tell one another, where a reset forgets what came before it on all of
 * them; and `uniteLedgers`, by which a file is imported, where nothing that either has is lost.
 *
 * A reset is remembered by its time, as an empty record or as that of the ledger: a record that was merely deleted would be
 * brought back by the next machine that still has it. The time orders resets only; what happens afterwards belongs to the
 * latest reset that its machine had heard of, so clocks that differ lose nothing.
 */
export interface Ledger {
  /** When everything was last reset; 0 for never. No record has an earlier `since`. */
  readonly since: number;
  readonly exercises: Readonly<Partial<Record<ExerciseRef, ExerciseRecord>>>;
}

export const emptyLedger: Ledger = { since: 0, exercises: {} };

const entriesOf = ({ exercises }: Pick<Ledger, 'exercises'>): [ExerciseRef, ExerciseRecord][] =>
  Object.entries(exercises) as [ExerciseRef, ExerciseRecord][];

/** In the order of their names, so that equal ledgers are equal as text. */
function ledgerOf(since: number, records: Iterable<readonly [ExerciseRef, ExerciseRecord]>): Ledger {
  const alive = [...records].filter(([, record]) => record.since >= since);
  return { since, exercises: Object.fromEntries(alive.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function combine(
  a: Ledger,
  b: Ledger,
  both: (a: ExerciseRecord, b: ExerciseRecord) => ExerciseRecord,
): Map<ExerciseRef, ExerciseRecord> {
  const records = new Map(entriesOf(a));
  for (const [ref, record] of entriesOf(b)) {
    const other = records.get(ref);
    records.set(ref, other ? both(other, record) : record);
  }
  return records;
}

export const joinLedgers = (a: Ledger, b: Ledger): Ledger =>
  ledgerOf(Math.max(a.since, b.since), combine(a, b, joinRecords));

export function uniteLedgers(a: Ledger, b: Ledger): Ledger {
  const since = Math.max(a.since, b.since);
  const records = [...combine(a, b, uniteRecords)].map(
    ([ref, record]) => [ref, { ...record, since: Math.max(record.since, since) }] as const,
  );
  return ledgerOf(since, records);
}

/** A file as if it had been written after the resets that the others know of, so that joining it brings back what it has. */
export const liftedTo = (file: Ledger, all: Ledger): Ledger =>
  ledgerOf(
    all.since,
    entriesOf(file).map(([ref, record]) => [
      ref,
      { ...record, since: Math.max(record.since, all.exercises[ref]?.since ?? all.since) },
    ]),
  );

/** Under the present names of the exercises; what two names have is united. */
export function renamedLedger(
  { since, exercises }: Ledger,
  presentRef: (ref: ExerciseRef) => ExerciseRef,
): Ledger {
  const records = new Map<ExerciseRef, ExerciseRecord>();
  for (const [ref, record] of entriesOf({ exercises })) {
    const present = presentRef(ref);
    const other = records.get(present);
    records.set(present, other ? uniteRecords(other, record) : record);
  }
  return ledgerOf(since, records);
}

/** Of a machine's own ledger what a reset on another machine has taken from it. */
export const takenFrom = (own: Ledger, all: Ledger): Ledger =>
  earned(
    ledgerOf(
      0,
      entriesOf(own).filter(([ref, { since }]) => since < (all.exercises[ref]?.since ?? all.since)),
    ),
  );

/** A machine's own ledger without what a reset on another machine has taken from it. */
export const afterResets = (own: Ledger, all: Ledger): Ledger =>
  ledgerOf(
    Math.max(own.since, all.since),
    entriesOf(own).map(([ref, record]) => {
      const reset = all.exercises[ref];
      // What is older than the reset of everything is left out by that.
      return [ref, reset && record.since < reset.since ? { ...freshRecord, since: reset.since } : record];
    }),
  );

/** Leaves out what has been forgotten already. */
export const settledLedger = ({ since, exercises }: Ledger): Ledger =>
  ledgerOf(since, entriesOf({ exercises }));

/** With fewer marks, for what is synchronised. */
export const thinnedLedger = ({ since, exercises }: Ledger, limits: MarkLimits): Ledger =>
  ledgerOf(
    since,
    entriesOf({ exercises }).map(([ref, record]) => [ref, withMarks(record, limits)] as const),
  );

/** What was earned, without what was forgotten: as it is written to a file. */
export const earned = ({ exercises }: Ledger): Ledger =>
  ledgerOf(
    0,
    entriesOf({ exercises })
      .map(([ref, record]) => [ref, { ...record, since: 0 }] as const)
      .filter(([, record]) => hasAnything(record)),
  );

const hasAnything = (record: ExerciseRecord): boolean =>
  JSON.stringify({ ...record, since: 0 }) !== JSON.stringify(freshRecord);

/** Every exercise of which something is remembered. */
export const refsIn = (ledger: Ledger): readonly ExerciseRef[] =>
  entriesOf(ledger)
    .filter(([, record]) => hasAnything(record))
    .map(([ref]) => ref);

/**
 * @param formerly what the exercise was called in earlier versions of its pack. What was remembered then counts, and is
 *   never deleted: a person may go back to such a version.
 */
function recordOf(ledger: Ledger, ref: ExerciseRef, formerly: readonly ExerciseRef[]): ExerciseRecord {
  const records = [ref, ...formerly].flatMap(name => ledger.exercises[name] ?? []);
  return records.reduce(joinRecords, { ...freshRecord, since: ledger.since });
}

/** Where a person stands with an exercise. */
export const progressOf = (
  ledger: Ledger,
  ref: ExerciseRef,
  formerly: readonly ExerciseRef[] = [],
): ExerciseProgress => progressIn(recordOf(ledger, ref, formerly));

/** An exercise by its present name and its former ones. */
export interface Named {
  readonly ref: ExerciseRef;
  readonly formerly: readonly ExerciseRef[];
}

/**
 * Notes a change in a machine's own ledger, which holds only what happened on that machine.
 *
 * @param all what all machines know together
 */
export function noted(
  own: Ledger,
  all: Ledger,
  { ref, formerly }: Named,
  change: { readonly before: ExerciseProgress; readonly after: ExerciseProgress },
  by: Noter,
): Ledger {
  const whole = recordOf(all, ref, formerly);
  const mine = recordOf(own, ref, formerly);
  const base = mine.since === whole.since ? mine : { ...freshRecord, since: whole.since };
  const record = noteChange(base, whole.claims, change.before, change.after, by);
  return ledgerOf(Math.max(own.since, all.since), [
    ...entriesOf(own).filter(([name]) => name !== ref),
    [ref, record],
  ]);
}

/** Forgets an exercise, here and, as they hear of it, on the other machines. */
export function withoutExercise(own: Ledger, all: Ledger, { ref, formerly }: Named, at: number): Ledger {
  const since = Math.min(Math.max(at, recordOf(all, ref, formerly).since + 1), latestTime);
  const others = entriesOf(own).filter(([name]) => name !== ref);
  return ledgerOf(Math.max(own.since, all.since), [...others, [ref, { ...freshRecord, since }]]);
}

/** Forgets everything. */
export function withoutAnything(all: Ledger, at: number): Ledger {
  const resets = entriesOf(all).map(([, { since }]) => since + 1);
  const since = resets.reduce((latest, one) => Math.max(latest, one), Math.max(at, all.since + 1));
  return { since: Math.min(since, latestTime), exercises: {} };
}
