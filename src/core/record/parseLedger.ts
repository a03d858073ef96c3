import type { ExerciseRef } from '../exercise';
import { isListOf, isRecordOf, orNull, type Is } from '../shape';
import {
  freshRecord,
  joinRecords,
  latestTime,
  mostCounted,
  mostHints,
  type ExerciseRecord,
} from './exerciseRecord';
import { emptyLedger, settledLedger, type Ledger } from './ledger';

/** What a value should have been. */
export type Expected =
  'object' | 'format' | 'exercise' | 'time' | 'time-or-none' | 'counts' | 'times' | 'claims' | 'runs';

/** Where something is not as it should be: `exercises["pack/exercise"].runs`. */
export interface Mistake {
  readonly place: string;
  readonly expected: Expected;
}

const isTime: Is<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= latestTime;
const isReset: Is<number> = (value): value is number => value === 0 || isTime(value);
const isSignedTime: Is<number> = (value): value is number =>
  typeof value === 'number' && isTime(Math.abs(value));
const isCount: Is<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= mostCounted;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isKeyed =
  <T>(key: RegExp, is: Is<T>): Is<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isRecordOf(is)(value) && Object.keys(value).every(name => key.test(name));

const counterPattern = /^[a-z0-9-]{1,64}(?:\.[a-z0-9]{1,12})?$/;
/** Two ids: of a pack and an exercise, or of a discussion and a point. */
const pairPattern = /^[a-z][a-z0-9-]{0,63}\/[a-z][a-z0-9-]{0,63}$/;
const isRef = (text: string): text is ExerciseRef => pairPattern.test(text);
export const isClaim = (text: string): boolean => pairPattern.test(text);

const fields: { readonly [K in keyof ExerciseRecord]: readonly [Is<ExerciseRecord[K]>, Expected] } = {
  since: [isReset, 'time'],
  startedAt: [orNull(isTime), 'time-or-none'],
  firstPassAt: [orNull(isTime), 'time-or-none'],
  lastRunAt: [orNull(isTime), 'time-or-none'],
  runs: [isKeyed(counterPattern, isCount), 'counts'],
  attempts: [isKeyed(counterPattern, isCount), 'counts'],
  hints: [
    (value): value is readonly (number | null)[] =>
      isListOf(orNull(isTime))(value) && value.length <= mostHints,
    'times',
  ],
  claims: [isKeyed(pairPattern, isSignedTime), 'claims'],
  marks: [isListOf(isSignedTime), 'runs'],
};

/** Own properties only; one that is missing is as nothing had happened. */
function parseRecord(value: unknown, place: string): ExerciseRecord | Mistake {
  if (!isObject(value)) return { place, expected: 'object' };
  const own = (key: keyof ExerciseRecord): unknown =>
    Object.hasOwn(value, key) ? value[key] : freshRecord[key];
  for (const [key, [is, expected]] of Object.entries(fields) as [
    keyof ExerciseRecord,
    readonly [Is<unknown>, Expected],
  ][])
    if (!is(own(key))) return { place: `${place}.${key}`, expected };
  const { since, startedAt, firstPassAt, lastRunAt, runs, attempts, hints, claims, marks } = {
    ...freshRecord,
    ...(value as Partial<ExerciseRecord>),
  };
  // Joined with nothing, it is in order and within its bounds.
  const record = { since, startedAt, firstPassAt, lastRunAt, runs, attempts, hints, claims, marks };
  return joinRecords(record, { ...freshRecord, since });
}

const isMistake = (parsed: ExerciseRecord | Mistake): parsed is Mistake => 'expected' in parsed;

/** What was stored, by whatever version on whatever machine: what makes no sense is left out. */
export function parseLedger(value: unknown): Ledger {
  if (!isObject(value) || value['format'] !== 2 || !isReset(value['since'])) return emptyLedger;
  const records = isObject(value['exercises']) ? Object.entries(value['exercises']) : [];
  const known = records.flatMap(([ref, stored]) => {
    const record = parseRecord(stored, '');
    return isRef(ref) && !isMistake(record) ? [[ref, record] as const] : [];
  });
  return settledLedger({ since: value['since'], exercises: Object.fromEntries(known) });
}

/** As it is stored. */
export const storedLedger = (ledger: Ledger): object => ({ format: 2, ...ledger });

/** Name of the format of exported files. */
export const fileFormat = 'design-drills-progress/1';

/**
 * The text of a file for other machines and for later.
 *
 * @param earned without what was forgotten
 */
export const ledgerText = ({ exercises }: Ledger, exportedAt: string): string => {
  const records = Object.entries(exercises).map(([ref, record]) => {
    const { since: _, ...rest } = record ?? freshRecord;
    return [ref, rest];
  });
  const file = { format: fileFormat, exportedAt, exercises: Object.fromEntries(records) as unknown };
  return `${JSON.stringify(file, null, 2)}\n`;
};

/** An exported file, or the first thing in it that is not as it should be. Resets do not travel in files. */
export function parseLedgerFile(value: unknown): Ledger | Mistake {
  if (!isObject(value)) return { place: '', expected: 'object' };
  if (value['format'] !== fileFormat) return { place: 'format', expected: 'format' };
  if (!isObject(value['exercises'])) return { place: 'exercises', expected: 'object' };
  const records: [ExerciseRef, ExerciseRecord][] = [];
  for (const [ref, stored] of Object.entries(value['exercises'])) {
    const place = `exercises[${JSON.stringify(ref)}]`;
    if (!isRef(ref)) return { place, expected: 'exercise' };
    const record = parseRecord(stored, place);
    if (isMistake(record)) return record;
    records.push([ref, { ...record, since: 0 }]);
  }
  return settledLedger({ since: 0, exercises: Object.fromEntries(records) });
}
