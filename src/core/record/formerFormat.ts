import { isListOf, isNumber, isOneOf, isShaped, isText, orNull } from '../shape';
import { latestTime, mostCounted, mostHints, type ExerciseRecord } from './exerciseRecord';
import { emptyLedger, type Ledger } from './ledger';
import { markOf } from './marks';
import { isClaim, parseLedger } from './parseLedger';

/** What format 1 kept of an exercise: one value for all machines. */
interface FormerProgress {
  readonly startedAt: number | null;
  readonly firstPassAt: number | null;
  readonly lastRunAt: number | null;
  readonly lastOutcome: 'passed' | 'failed' | null;
  readonly runs: number;
  readonly hintsShown: number;
  readonly claimed: readonly string[];
}

const isFormerProgress = isShaped<FormerProgress>({
  startedAt: orNull(isNumber),
  firstPassAt: orNull(isNumber),
  lastRunAt: orNull(isNumber),
  lastOutcome: orNull(isOneOf('passed', 'failed')),
  runs: isNumber,
  hintsShown: isNumber,
  claimed: isListOf(isText),
});

/** Nobody else counts under this name, and everybody who reads format 1 does. */
const counter = 'before';

const whole = (value: number): number => Math.max(0, Math.min(Math.round(value), mostCounted));
const time = (value: number | null): number | null =>
  value === null ? null : Math.max(1, Math.min(Math.round(value), latestTime));

/**
 * What was stored before, as today's. The same on every machine, so that it can be read again and again: an older version
 * of the extension elsewhere may still write it. Entries that make no sense are left out.
 */
export function parseFormerFormat(value: unknown): Ledger {
  const { version, exercises } = typeof value === 'object' && value !== null ? fieldsOf(value) : {};
  if (version !== 1 || typeof exercises !== 'object' || exercises === null) return emptyLedger;
  const records = Object.entries(exercises).flatMap(([ref, entry]: [string, unknown]) =>
    isFormerProgress(entry) ? [[ref, recordOf(entry)]] : [],
  );
  return parseLedger({ format: 2, since: 0, exercises: Object.fromEntries(records) as unknown });
}

const fieldsOf = (value: object): { readonly version?: unknown; readonly exercises?: unknown } => value;

function recordOf(entry: FormerProgress): ExerciseRecord {
  const [startedAt, firstPassAt, lastRunAt] = [
    time(entry.startedAt),
    time(entry.firstPassAt),
    time(entry.lastRunAt),
  ];
  const runs = whole(entry.runs);
  const lastAt = lastRunAt ?? firstPassAt ?? startedAt ?? 1;
  const passedBefore = entry.lastOutcome !== null && firstPassAt !== null && firstPassAt < lastAt;
  return {
    ...{ since: 0, startedAt, firstPassAt, lastRunAt },
    runs: runs > 0 ? { [counter]: runs } : {},
    attempts: startedAt === null ? {} : { [counter]: 1 },
    hints: Array.from({ length: Math.min(whole(entry.hintsShown), mostHints) }, () => null),
    claims: Object.fromEntries(entry.claimed.filter(isClaim).map(claim => [claim, lastAt])),
    marks: [
      ...(passedBefore ? [markOf(firstPassAt, true)] : []),
      ...(entry.lastOutcome === null ? [] : [markOf(lastAt, entry.lastOutcome === 'passed')]),
    ],
  };
}
