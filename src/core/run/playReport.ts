import { assertNever } from '../errors';
import type { CompileError, Failure, LogLine, RunReport, Walls } from './report';
import type { TraceEvent } from './trace';

/** What came of a playground. It has no checks and says nothing of a requirement, so that nobody can take it for a verdict. */
export type PlayReport = PlayFacts &
  (
    | { readonly kind: 'played'; readonly trace: readonly TraceEvent[]; readonly logs: readonly LogLine[] }
    /** The learner's code, or the module that drives it, threw what nobody caught. */
    | {
        readonly kind: 'failed';
        readonly failure: Failure;
        readonly trace: readonly TraceEvent[];
        readonly logs: readonly LogLine[];
      }
    | { readonly kind: 'did-not-compile'; readonly errors: readonly CompileError[] }
    /** `limitMs` of real time. */
    | { readonly kind: 'timed-out'; readonly limitMs: number }
    | {
        readonly kind: 'crashed';
        readonly cause: Extract<RunReport, { kind: 'crashed' }>['cause'];
        readonly detail: string;
      }
    | { readonly kind: 'cancelled' }
  );

interface PlayFacts {
  readonly seed: number;
  readonly durationMs: number;
  readonly walls: Walls;
}

/** @param report of a run with settings */
export function playReportOf(report: RunReport): PlayReport {
  const { seed, durationMs, walls } = report;
  const facts: PlayFacts = { seed, durationMs, walls };
  switch (report.kind) {
    case 'finished': {
      const [played] = report.checks;
      const failure = report.loadFailure ?? played?.failure;
      const trace = played?.trace ?? [];
      const logs = [...report.loadLogs, ...(played?.logs ?? [])];
      return failure
        ? { ...facts, kind: 'failed', failure, trace, logs }
        : { ...facts, kind: 'played', trace, logs };
    }
    case 'did-not-compile':
      return { ...facts, kind: report.kind, errors: report.errors };
    case 'timed-out':
      return { ...facts, kind: report.kind, limitMs: report.limitMs };
    case 'crashed':
      return { ...facts, kind: report.kind, cause: report.cause, detail: report.detail };
    case 'cancelled':
      return { ...facts, kind: report.kind };
    default:
      return assertNever(report);
  }
}
