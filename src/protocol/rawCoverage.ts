import { boundedText, isRecord, parseList } from './runValues';

/** How often a stretch of a script ran: first character, the one after the last, count. */
export type RawRange = readonly [start: number, end: number, count: number];

/** As V8 reports it. The first range is the whole function, the others are blocks inside it. */
export interface RawFunction {
  readonly name: string;
  /** Whether the ranges tell blocks apart. */
  readonly isBlock: boolean;
  readonly ranges: readonly RawRange[];
}

/** One of the learner's modules, by offsets into the compiled text as it was evaluated, without the wrapper before it. */
export interface RawScript {
  readonly path: string;
  readonly functions: readonly RawFunction[];
}

const most = { scripts: 500, functions: 20_000, ranges: 20_000 } as const;

/** Undefined for anything else. */
export const parseRawCoverage = (value: unknown): RawScript[] | undefined =>
  parseList(value, most.scripts, parseScript);

function parseScript(value: unknown): RawScript | undefined {
  if (!isRecord(value)) return undefined;
  const path = boundedText(value['path'], 1_000);
  const functions = parseList(value['functions'], most.functions, parseFunction);
  return path === undefined || !functions ? undefined : { path, functions };
}

function parseFunction(value: unknown): RawFunction | undefined {
  if (!isRecord(value) || typeof value['isBlock'] !== 'boolean') return undefined;
  const name = boundedText(value['name'], 200);
  const ranges = parseList(value['ranges'], most.ranges, parseRange);
  if (name === undefined || !ranges || ranges.length === 0) return undefined;
  return { name, isBlock: value['isBlock'], ranges };
}

function parseRange(value: unknown): RawRange | undefined {
  const [start, end, count, ...rest] = parseList(value, 3, parseCount) ?? [];
  if (start === undefined || end === undefined || count === undefined || rest.length > 0) return undefined;
  return start <= end ? [start, end, count] : undefined;
}

const parseCount = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
