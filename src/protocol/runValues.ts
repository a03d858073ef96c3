import type { Failure, Frame, LogLine } from '../core/run/report';
import type { Tone, TraceEvent } from '../core/run/trace';

/** Caps that hold on both sides of the boundary: the child cuts to them, the host refuses more. */
export const caps = {
  /** Characters of one message, value or line. */
  text: 20_000,
  frames: 20,
  /** Console lines of one check. */
  logLines: 1_001,
  /** Trace events of one check. */
  traceEvents: 5_000,
  /** Characters of a series, lane, label or state. */
  traceText: 200,
} as const;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const boundedText = (value: unknown, max: number = caps.text): string | undefined =>
  typeof value === 'string' ? value.slice(0, max) : undefined;

/** Undefined unless it is an array of at most `max` items that all parse. */
export function parseList<T>(
  value: unknown,
  max: number,
  parse: (item: unknown) => T | undefined,
): T[] | undefined {
  if (!Array.isArray(value) || value.length > max) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const parsed = parse(item);
    if (parsed === undefined) return undefined;
    items.push(parsed);
  }
  return items;
}

/** Null means that there is none, undefined that it is malformed. */
export function parseFailure(value: unknown): Failure | null | undefined {
  if (value === null) return null;
  if (!isRecord(value)) return undefined;
  const message = boundedText(value['message']);
  const expected = boundedText(value['expected']);
  const actual = boundedText(value['actual']);
  const frames = parseList(value['frames'], caps.frames, parseFrame);
  if (message === undefined || !frames) return undefined;
  return {
    message,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
    frames,
  };
}

function parseFrame(value: unknown): Frame | undefined {
  if (!isRecord(value)) return undefined;
  const file = boundedText(value['file'], 1_000);
  const fn = boundedText(value['fn'], 200);
  const { line, column } = value;
  if (file === undefined || fn === undefined || !isPlace(line) || !isPlace(column)) return undefined;
  return { file, line, column, fn };
}

const isPlace = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

const levels: readonly LogLine['level'][] = ['log', 'info', 'warn', 'error', 'debug'];

export const parseLogs = (value: unknown): LogLine[] | undefined =>
  parseList(value, caps.logLines, line => {
    if (!isRecord(line)) return undefined;
    const level = levels.find(known => known === line['level']);
    const text = boundedText(line['text']);
    return level === undefined || text === undefined ? undefined : { level, text };
  });

export const parseTrace = (value: unknown): TraceEvent[] | undefined =>
  parseList(value, caps.traceEvents, parseTraceEvent);

const tones: readonly Tone[] = ['good', 'bad', 'neutral'];

function parseTraceEvent(event: unknown): TraceEvent | undefined {
  if (!isRecord(event)) return undefined;
  const { kind, t, value } = event;
  const text = (key: string): string | undefined => boundedText(event[key], caps.traceText);
  const series = text('series');
  const lane = text('lane');
  if (kind === 'limit') return series !== undefined && isFinite(value) ? { kind, series, value } : undefined;
  if (!isFinite(t)) return undefined;
  switch (kind) {
    case 'point':
      return series !== undefined && isFinite(value) ? { kind, t, series, value } : undefined;
    case 'mark': {
      const label = text('label');
      const tone = tones.find(known => known === event['tone']);
      return lane === undefined || label === undefined || !tone ? undefined : { kind, t, lane, label, tone };
    }
    case 'state': {
      const state = text('state');
      return lane === undefined || state === undefined ? undefined : { kind, t, lane, state };
    }
    default:
      return undefined;
  }
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);
