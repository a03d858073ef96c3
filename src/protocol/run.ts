import type { Failure, LogLine, Walls } from '../core/run/report';
import type { CheckId } from '../core/run/request';
import type { Settings } from '../core/playground';
import type { TraceEvent } from '../core/run/trace';
import { parseRawCoverage, type RawScript } from './rawCoverage';
import { parseServiceRequest, parseWireReply, type ServiceRequest, type WireReply } from './service';
import { boundedText, isRecord, parseFailure, parseList, parseLogs, parseTrace } from './runValues';

/** The host and the child are built together; a difference means that the installation is broken. */
export const runProtocol = 1;

/** Modules that a learner's file may import besides its siblings. The child has an implementation for each. */
export const guestModules = ['node:events', 'events', 'node:timers/promises', 'timers/promises'] as const;

/** What every function of a suite calls first, which the host's compiler sees to and the child provides. */
export const stackGuard = '__enter';

/** What the module of a playground exports: a function, which gets the settings. */
export const playgroundExport = 'playground';

/** Everything the child needs for one run; it reads nothing from the disk. Code is CommonJS, lines kept. */
export interface Job {
  /** A 32-bit unsigned integer. */
  readonly seed: number;
  readonly suites: readonly { readonly id: string; readonly entry: string }[];
  /** Modules of the suites: exercise-relative path -> code. */
  readonly testModules: Readonly<Record<string, string>>;
  /** Modules of the learner: attempt-relative path -> code. */
  readonly attempt: Readonly<Record<string, string>>;
  /** Which of those belong to the exercise. */
  readonly owned: readonly string[];
  /** Only these checks; null for all. */
  readonly only: readonly CheckId[] | null;
  /** Milliseconds of real time. */
  readonly checkMs: number;
  /** Milliseconds of real time. */
  readonly runMs: number;
  /** The learner's modules, path -> URL of the file, for a run that waits for a debugger; null for one that does not. */
  readonly debug: Readonly<Record<string, string>> | null;
  /** Whether to measure what of the learner's modules is executed. */
  readonly coverage: boolean;
  /** Whether the run ends with the first check that fails. */
  readonly bail?: boolean;
  /** Set for a playground: its one module gets them. Such a run has one check, and gives no verdict. */
  readonly settings?: Settings;
  /** Services that the host speaks to, on a server of the person's own; the child has the others in itself. */
  readonly served?: readonly string[];
}

export type HostMessage =
  /** Defines the suites and reports the plan; runs nothing of the attempt. */
  | { readonly type: 'plan'; readonly nonce: string; readonly job: Job }
  /** Runs the job a few times without a word, so that the code is hot. Its attempt is trusted: a reference solution. */
  | { readonly type: 'prepare'; readonly nonce: string; readonly job: Job }
  /** Defines the suites of the run that will follow, while the child is getting ready. Its attempt has names only. */
  | { readonly type: 'define'; readonly nonce: string; readonly job: Job }
  | { readonly type: 'run'; readonly nonce: string; readonly job: Job }
  | AnswerMessage;

/** Answers a `service` of the child. */
export interface AnswerMessage {
  readonly type: 'answer';
  readonly nonce: string;
  readonly id: number;
  readonly reply: WireReply;
}

/** What begins work on a job. */
export type JobMessage = Exclude<HostMessage, AnswerMessage | { readonly type: 'define' }>;

/** What the child says. All but `ready` carry the nonce of the message that they answer. */
export type ChildMessage =
  | { readonly type: 'ready'; readonly protocol: number; readonly walls: Walls }
  /** The watchdog's thread, which was starting when the child said that it was ready, is running. */
  | { readonly type: 'watched'; readonly nonce: string }
  | { readonly type: 'planned'; readonly nonce: string; readonly checks: readonly PlannedTitles[] }
  /** A debugger may attach at this port of this machine. Nothing happens until one has. */
  | { readonly type: 'listening'; readonly nonce: string; readonly port: number }
  | {
      readonly type: 'loaded';
      readonly nonce: string;
      readonly failure: Failure | null;
      readonly logs: readonly LogLine[];
    }
  | {
      readonly type: 'finished';
      readonly nonce: string;
      /** Within `planned`. */
      readonly index: number;
      readonly passed: boolean;
      readonly ms: number;
      /** Milliseconds of processor time, for whoever asks whether a suite is quick; in no report. */
      readonly cpuMs?: number;
      readonly failure: Failure | null;
      readonly logs: readonly LogLine[];
      readonly trace: readonly TraceEvent[];
    }
  | { readonly type: 'covered'; readonly nonce: string; readonly scripts: readonly RawScript[] }
  /** A suite cannot be defined: the author's mistake. */
  | { readonly type: 'broken'; readonly nonce: string; readonly message: string; readonly where: string }
  /** For a service that the job says is served. */
  | {
      readonly type: 'service';
      readonly nonce: string;
      readonly id: number;
      readonly request: ServiceRequest;
    }
  | { readonly type: 'done'; readonly nonce: string };

export interface PlannedTitles {
  readonly suite: string;
  /** `describe` titles, outermost first, then the title of the `it`. */
  readonly titles: readonly string[];
}

export const maxChecks = 2_000;

/** Undefined for anything that is not a message: once it has run a learner's code the child is not trusted. */
export function parseChildMessage(value: unknown): ChildMessage | undefined {
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'ready') return parseReady(value);
  const nonce = value['nonce'];
  if (typeof nonce !== 'string' || nonce.length > 64) return undefined;
  switch (value['type']) {
    case 'planned': {
      const checks = parseList(value['checks'], maxChecks, parsePlanned);
      return checks && { type: 'planned', nonce, checks };
    }
    case 'loaded': {
      const failure = parseFailure(value['failure']);
      const logs = parseLogs(value['logs']);
      return failure === undefined || !logs ? undefined : { type: 'loaded', nonce, failure, logs };
    }
    case 'listening': {
      const { port } = value;
      const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 0x1_0000;
      return isPort ? { type: 'listening', nonce, port } : undefined;
    }
    case 'finished':
      return parseFinished(nonce, value);
    case 'covered': {
      const scripts = parseRawCoverage(value['scripts']);
      return scripts && { type: 'covered', nonce, scripts };
    }
    case 'broken':
      return {
        type: 'broken',
        nonce,
        message: boundedText(value['message']) ?? '',
        where: boundedText(value['where']) ?? '',
      };
    case 'service': {
      const request = parseServiceRequest(value['request']);
      const { id } = value;
      if (!request || typeof id !== 'number' || !Number.isSafeInteger(id)) return undefined;
      return { type: 'service', nonce, id, request };
    }
    case 'watched':
    case 'done':
      return { type: value['type'], nonce };
    default:
      return undefined;
  }
}

function parseReady(value: Record<string, unknown>): ChildMessage | undefined {
  const walls = value['walls'];
  if (typeof value['protocol'] !== 'number' || !isRecord(walls)) return undefined;
  return {
    type: 'ready',
    protocol: value['protocol'],
    walls: {
      compartment: walls['compartment'] === true,
      permissions: walls['permissions'] === true,
      watchdog: walls['watchdog'] === true,
      emptyEnvironment: walls['emptyEnvironment'] === true,
    },
  };
}

function parsePlanned(value: unknown): PlannedTitles | undefined {
  if (!isRecord(value) || typeof value['suite'] !== 'string') return undefined;
  const titles = parseList(value['titles'], 32, title => boundedText(title, 500));
  return titles && titles.length > 0 ? { suite: value['suite'].slice(0, 200), titles } : undefined;
}

function parseFinished(nonce: string, value: Record<string, unknown>): ChildMessage | undefined {
  const { index, passed, ms, cpuMs } = value;
  const failure = parseFailure(value['failure']);
  const logs = parseLogs(value['logs']);
  const trace = parseTrace(value['trace']);
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= maxChecks)
    return undefined;
  if (typeof passed !== 'boolean' || typeof ms !== 'number' || !(ms >= 0 && ms < Infinity)) return undefined;
  if (failure === undefined || !logs || !trace) return undefined;
  // A pass with a failure, or a failure without one, is a contradiction and not a result.
  if (passed !== (failure === null)) return undefined;
  const result = { type: 'finished', nonce, index, passed, ms, failure, logs, trace } as const;
  return typeof cpuMs === 'number' && cpuMs >= 0 && cpuMs < Infinity ? { ...result, cpuMs } : result;
}

/** Undefined for anything that is not a message. */
export function parseHostMessage(value: unknown): HostMessage | undefined {
  if (!isRecord(value) || typeof value['nonce'] !== 'string') return undefined;
  const { type, nonce } = value;
  if (type === 'answer') {
    const reply = parseWireReply(value['reply']);
    const { id } = value;
    return reply === undefined || typeof id !== 'number' ? undefined : { type, nonce, id, reply };
  }
  if (type !== 'plan' && type !== 'prepare' && type !== 'define' && type !== 'run') return undefined;
  const job = parseJob(value['job']);
  return job && { type, nonce, job };
}

function parseJob(value: unknown): Job | undefined {
  if (!isRecord(value)) return undefined;
  const { seed, checkMs, runMs, coverage } = value;
  const suites = parseList(value['suites'], 200, suite =>
    isRecord(suite) && typeof suite['id'] === 'string' && typeof suite['entry'] === 'string'
      ? { id: suite['id'], entry: suite['entry'] }
      : undefined,
  );
  const only = value['only'] === null ? null : parseList(value['only'], maxChecks, parseCheckId);
  const testModules = parseTexts(value['testModules']);
  const attempt = parseTexts(value['attempt']);
  const owned = parseList(value['owned'], 1_000, path => (typeof path === 'string' ? path : undefined));
  if (!owned) return undefined;
  const debug = value['debug'] === null ? null : parseTexts(value['debug']);
  if (typeof seed !== 'number' || typeof checkMs !== 'number' || typeof runMs !== 'number') return undefined;
  if (!suites || only === undefined || !testModules || !attempt) return undefined;
  if (debug === undefined || typeof coverage !== 'boolean') return undefined;
  const served = parseList(value['served'] ?? [], 10, name => (typeof name === 'string' ? name : undefined));
  if (!served) return undefined;
  const bail = value['bail'] === true ? { bail: true } : {};
  const settings = value['settings'] === undefined ? null : parseSettings(value['settings']);
  if (settings === undefined) return undefined;
  const job = {
    ...{ seed, suites, testModules, attempt, owned, only, checkMs, runMs, debug, coverage, ...bail },
    ...(settings && { settings }),
  };
  return served.length > 0 ? { ...job, served } : job;
}

const parseCheckId = (value: unknown): CheckId | undefined =>
  isRecord(value) && typeof value['suite'] === 'string' && typeof value['title'] === 'string'
    ? { suite: value['suite'], title: value['title'] }
    : undefined;

function parseSettings(value: unknown): Settings | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every((entry): entry is [string, number | string] => isSetting(entry[1]))
    ? Object.fromEntries(entries)
    : undefined;
}

const isSetting = (value: unknown): value is number | string =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

function parseTexts(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const texts: Record<string, string> = {};
  for (const [path, text] of Object.entries(value)) {
    if (typeof text !== 'string') return undefined;
    texts[path] = text;
  }
  return texts;
}
