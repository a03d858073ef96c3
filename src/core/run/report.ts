import { assertNever } from '../errors';
import type { ExerciseRef } from '../exercise';
import type { Excerpt } from '../text/excerpt';
import type { TraceEvent } from './trace';

/** Four states are shown, and nothing says "all passed" while a check is not revealed. */
export type CheckState = 'passed' | 'failed' | 'not-run' | 'not-revealed';

/** A place in a file of the learner. Lines and columns start at 1. */
export interface Frame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Empty at top level. */
  readonly fn: string;
  /** From the text that was run, which the file may no longer be. Added by the host, for people. */
  readonly code?: Excerpt;
}

export interface Failure {
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Innermost first; learner files only, never the suite's. */
  readonly frames: readonly Frame[];
}

export interface LogLine {
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug';
  readonly text: string;
}

export interface CheckResult {
  readonly suite: string;
  /** `describe` titles and the `it` title, joined by ` › `. */
  readonly title: string;
  /** Requirement ids that the title begins with. */
  readonly requirements: readonly string[];
  readonly state: CheckState;
  readonly ms: number;
  readonly failure?: Failure;
  readonly logs: readonly LogLine[];
  readonly trace: readonly TraceEvent[];
  /** Where it is not that of the report: the result is from an earlier run. */
  readonly seed?: number;
}

/** Which of the protections stood during this run. Looked up, never assumed. */
export interface Walls {
  /** The learner's code ran in a hardened SES compartment. */
  readonly compartment: boolean;
  /** Node's permission model denied file access and child processes. */
  readonly permissions: boolean;
  /** A second thread could end the process on deadline or memory. */
  readonly watchdog: boolean;
  /** The environment handed to the child was empty. */
  readonly emptyEnvironment: boolean;
}

export const noWalls: Walls = {
  compartment: false,
  permissions: false,
  watchdog: false,
  emptyEnvironment: false,
};

export interface CompileError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The lines around it with a marker, ready to print in a fixed-width font. */
  readonly codeFrame: string;
}

interface RunFacts {
  readonly exercise: ExerciseRef;
  readonly pack: { readonly id: string; readonly version: string; readonly hash: string };
  readonly seed: number;
  readonly durationMs: number;
  readonly walls: Walls;
  /** Every check that the suites define, in order; those that were not reached are `not-run`. */
  readonly checks: readonly CheckResult[];
}

/** How a run ended. Only `finished` is a verdict on the design; the others say why there is none. */
export type RunReport = RunFacts &
  (
    | {
        readonly kind: 'finished';
        /** Set when the learner's modules threw while being loaded; then no check has run. */
        readonly loadFailure?: Failure;
        /** Console lines printed while the modules were being loaded. */
        readonly loadLogs: readonly LogLine[];
      }
    | { readonly kind: 'did-not-compile'; readonly errors: readonly CompileError[] }
    | {
        readonly kind: 'timed-out';
        /** Which limit, and its value, in milliseconds. */
        readonly limit: 'check' | 'run';
        readonly limitMs: number;
        /** Title of the check that was running; null while loading. */
        readonly during: string | null;
      }
    | {
        readonly kind: 'crashed';
        readonly cause: 'memory' | 'output' | 'exit' | 'protocol';
        /** What happened, with the limit and the measured value where there is one. */
        readonly detail: string;
        readonly during: string | null;
      }
    | { readonly kind: 'cancelled' }
  );

/** The check that a run was busy with when it was stopped. Those before it have results, those after it have not run. */
export const interruptedCheck = (report: RunReport): CheckResult | undefined =>
  report.kind === 'timed-out' || report.kind === 'crashed'
    ? report.checks.find(({ title, state }) => title === report.during && state === 'not-run')
    : undefined;

/** The wire word of `run --json`. */
export type Outcome = 'passed' | 'failed' | 'did-not-compile' | 'timed-out' | 'crashed' | 'cancelled';

export function outcomeOf(report: RunReport): Outcome {
  switch (report.kind) {
    case 'finished':
      return report.checks.length > 0 && report.checks.every(c => c.state === 'passed') ? 'passed' : 'failed';
    case 'did-not-compile':
    case 'timed-out':
    case 'crashed':
    case 'cancelled':
      return report.kind;
    default:
      return assertNever(report);
  }
}

export interface RequirementResult {
  readonly id: string;
  readonly state: CheckState;
}

/** A requirement is failed by one failed check, passed by all passed, not revealed before not run. */
export function requirementStates(
  ids: readonly string[],
  checks: readonly Pick<CheckResult, 'requirements' | 'state'>[],
): RequirementResult[] {
  // Every check cites a requirement, so one that cites none has had it hidden.
  const nameless = checks.some(c => c.requirements.length === 0);
  return ids.map(id => {
    const states = checks.filter(c => c.requirements.includes(id)).map(c => c.state);
    return { id, state: states.length === 0 && nameless ? 'not-revealed' : combine(states) };
  });
}

function combine(states: readonly CheckState[]): CheckState {
  if (states.includes('failed')) return 'failed';
  if (states.length === 0 || states.includes('not-run')) return 'not-run';
  return states.includes('not-revealed') ? 'not-revealed' : 'passed';
}

/** `R3,R4 refills continuously` cites R3 and R4. The separator is a comma, a plus or a blank. */
export function citedRequirements(title: string): string[] {
  const head = /^(?:R\d+(?:\s*[,+]\s*|\s+))+/.exec(`${title} `)?.[0] ?? '';
  return [...head.matchAll(/R\d+/g)].map(m => m[0]);
}
