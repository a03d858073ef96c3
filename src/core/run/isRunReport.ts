import type { ExerciseRef } from '../exercise';
import {
  isFlag,
  isListOf,
  isNumber,
  isOneOf,
  isPlace,
  isShaped,
  isText,
  orNull,
  orUndefined,
  type Is,
} from '../shape';
import type { Excerpt } from '../text/excerpt';
import type { CheckResult, CompileError, Failure, Frame, LogLine, RunReport, Walls } from './report';
import type { TraceEvent } from './trace';

/** Whether a value that was stored, or that came in a file, is a report of this version. */
export const isRunReport: Is<RunReport> = (value): value is RunReport => {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  return isFacts(value) && typeof kind === 'string' && Object.hasOwn(ends, kind) && ends[kind as Kind](value);
};

type Kind = RunReport['kind'];
type Of<K extends Kind> = Extract<RunReport, { readonly kind: K }>;
/** What a kind of report has besides the facts that all have. */
type Rest<K extends Kind> = Omit<Of<K>, keyof Of<'cancelled'>>;

const isExcerpt = isShaped<Excerpt>({
  firstLine: isPlace,
  lines: isListOf(isText),
  mark: isShaped<Excerpt['mark']>({ index: isNumber, from: isNumber, to: isNumber }),
});

const isFrame = isShaped<Frame>({
  file: isText,
  line: isPlace,
  column: isPlace,
  fn: isText,
  code: orUndefined(isExcerpt),
});

const isFailure = isShaped<Failure>({
  message: isText,
  expected: orUndefined(isText),
  actual: orUndefined(isText),
  frames: isListOf(isFrame),
});

const isLogs = isListOf(
  isShaped<LogLine>({ level: isOneOf('log', 'info', 'warn', 'error', 'debug'), text: isText }),
);

const traceEvents: readonly Is<TraceEvent>[] = [
  isShaped({ kind: isOneOf('point'), t: isNumber, series: isText, value: isNumber }),
  isShaped({
    kind: isOneOf('mark'),
    t: isNumber,
    lane: isText,
    label: isText,
    tone: isOneOf('good', 'bad', 'neutral'),
  }),
  isShaped({ kind: isOneOf('state'), t: isNumber, lane: isText, state: isText }),
  isShaped({ kind: isOneOf('limit'), series: isText, value: isNumber }),
  isShaped({
    kind: isOneOf('reading'),
    name: isText,
    value: isNumber,
    unit: isText,
    tone: isOneOf('good', 'bad', 'neutral'),
    note: isText,
  }),
  isShaped({ kind: isOneOf('failed'), t: isNumber }),
];

const isTraceEvent: Is<TraceEvent> = (value): value is TraceEvent => traceEvents.some(is => is(value));

const isCheck = isShaped<CheckResult>({
  suite: isText,
  title: isText,
  requirements: isListOf(isText),
  state: isOneOf('passed', 'failed', 'not-run', 'not-revealed'),
  ms: isNumber,
  failure: orUndefined(isFailure),
  logs: isLogs,
  trace: isListOf(isTraceEvent),
  seed: orUndefined(isNumber),
});

const isExerciseRef: Is<ExerciseRef> = (value): value is ExerciseRef =>
  typeof value === 'string' && value.split('/').length === 2;

type Facts = Pick<RunReport, 'exercise' | 'pack' | 'seed' | 'durationMs' | 'walls' | 'checks'>;

const isFacts = isShaped<Facts>({
  exercise: isExerciseRef,
  pack: isShaped({ id: isText, version: isText, hash: isText }),
  seed: isNumber,
  durationMs: isNumber,
  walls: isShaped<Walls>({
    compartment: isFlag,
    permissions: isFlag,
    watchdog: isFlag,
    emptyEnvironment: isFlag,
  }),
  checks: isListOf(isCheck),
});

const ends: { readonly [K in Kind]: Is<Rest<K>> } = {
  finished: isShaped<Rest<'finished'>>({ loadFailure: orUndefined(isFailure), loadLogs: isLogs }),
  'did-not-compile': isShaped<Rest<'did-not-compile'>>({
    errors: isListOf(
      isShaped<CompileError>({
        file: isText,
        line: isPlace,
        column: isPlace,
        message: isText,
        codeFrame: isText,
      }),
    ),
  }),
  'timed-out': isShaped<Rest<'timed-out'>>({
    limit: isOneOf('check', 'run'),
    limitMs: isNumber,
    during: orNull(isText),
  }),
  crashed: isShaped<Rest<'crashed'>>({
    cause: isOneOf('memory', 'output', 'exit', 'protocol'),
    detail: isText,
    during: orNull(isText),
  }),
  cancelled: isShaped<Rest<'cancelled'>>({}),
};
