import type { Failure, Frame, LogLine } from '../core/run/report';
import type { Tone, TraceEvent } from '../core/run/trace';

/** Caps that hold on both sides of the boundary: the child cuts to them, the host refuses more. */
export const caps = {
  /** Characters of one message, value or line. */
  text: 20_000,
  frames: 20,
  /** Console lines of one check. */
  logLines: 1_001,
  /** Characters of all console lines of one check; the last line may go beyond. */
  logText: 64 * 1_024,
  /** Trace events of one check. */
  traceEvents: 5_000,
  /** Characters of a series, lane, label or state. */
  traceText: 200,
  /** Characters of what a reading means. */
  readingNote: 500,
  /** Events of a picture that are kept for what comes last: readings, and the moment of the failure. */
  lastEvents: 40,
  /** Largest value of a trace, positive or negative: differences of two can still be computed. */
  traceValue: 1e100,
  /** Largest moment of a trace: as many milliseconds as a date can hold. */
  traceTime: 8.64e15,
  /** Largest line or column; a file of an attempt has at most as many characters. */
  place: 10_000_000,
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

const isPlace = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= caps.place;

const levels: readonly LogLine['level'][] = ['log', 'info', 'warn', 'error', 'debug'];

export function parseLogs(value: unknown): LogLine[] | undefined {
  const logs = parseList(value, caps.logLines, parseLine);
  const characters = logs?.reduce((sum, line) => sum + line.text.length, 0) ?? 0;
  return characters <= caps.logText + caps.text ? logs : undefined;
}

function parseLine(line: unknown): LogLine | undefined {
  if (!isRecord(line)) return undefined;
  const level = levels.find(known => known === line['level']);
  const text = boundedText(line['text']);
  return level === undefined || text === undefined ? undefined : { level, text };
}

export const parseTrace = (value: unknown): TraceEvent[] | undefined =>
  parseList(value, caps.traceEvents, parseTraceEvent);

const tones: readonly Tone[] = ['good', 'bad', 'neutral'];

/** Undefined for what could not be drawn, too. */
export function parseTraceEvent(event: unknown): TraceEvent | undefined {
  if (!isRecord(event)) return undefined;
  const { kind, t, value } = event;
  const text = (key: string): string | undefined => boundedText(event[key], caps.traceText);
  const series = text('series');
  const lane = text('lane');
  if (kind === 'limit') return series !== undefined && isValue(value) ? { kind, series, value } : undefined;
  const tone = tones.find(known => known === event['tone']);
  if (kind === 'reading') {
    const [name, unit, note] = [text('name'), text('unit'), boundedText(event['note'], caps.readingNote)];
    if (name === undefined || unit === undefined || note === undefined || !tone) return undefined;
    return isValue(value) ? { kind, name, value, unit, tone, note } : undefined;
  }
  if (!isMoment(t)) return undefined;
  switch (kind) {
    case 'failed':
      return { kind, t };
    case 'point':
      return series !== undefined && isValue(value) ? { kind, t, series, value } : undefined;
    case 'mark': {
      const label = text('label');
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

const isValue = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= caps.traceValue;

const isMoment = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= caps.traceTime;
