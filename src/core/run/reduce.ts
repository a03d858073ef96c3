import * as l10n from '@vscode/l10n';
import { refOf, type Exercise, type Pack } from '../exercise';
import {
  noWalls,
  type CheckResult,
  type CompileError,
  type Failure,
  type LogLine,
  type RunReport,
  type Walls,
} from './report';
import type { PlannedCheck } from './request';

/**
 * What happens in a run, in this order: `confined`, `planned`, `loaded`, `finished`*, and one end. `confined` comes again
 * when another wall stands.
 */
export type RunEvent =
  | { readonly type: 'confined'; readonly walls: Walls }
  | { readonly type: 'planned'; readonly checks: readonly PlannedCheck[] }
  | { readonly type: 'loaded'; readonly failure: Failure | null; readonly logs: readonly LogLine[] }
  | { readonly type: 'finished'; readonly index: number; readonly result: CheckResult }
  | { readonly type: 'ended'; readonly end: RunEnd };

export type RunEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'did-not-compile'; readonly errors: readonly CompileError[] }
  | { readonly kind: 'timed-out'; readonly limit: 'check' | 'run'; readonly limitMs: number }
  | {
      readonly kind: 'crashed';
      readonly cause: 'memory' | 'output' | 'exit' | 'protocol';
      readonly detail: string;
    }
  | { readonly kind: 'cancelled' };

/** A run so far. */
export interface RunState {
  readonly walls: Walls;
  readonly planned: boolean;
  readonly checks: readonly CheckResult[];
  readonly loaded: boolean;
  /** Which check is running; null before the first, after the last and when the modules did not load. */
  readonly running: number | null;
  readonly loadFailure: Failure | null;
  readonly loadLogs: readonly LogLine[];
  readonly end: RunEnd | null;
}

export const initialRun: RunState = {
  walls: noWalls,
  planned: false,
  checks: [],
  loaded: false,
  running: null,
  loadFailure: null,
  loadLogs: [],
  end: null,
};

const crashed = (detail: string): RunEnd => ({ kind: 'crashed', cause: 'protocol', detail });

/**
 * One step. Each check must be reported once and in order, and all of them before the run may count as finished:
 * anything else ends the run as a crash, so that no message can stand for a result that was never made.
 */
export function reduce(state: RunState, event: RunEvent): RunState {
  if (state.end) return state;
  switch (event.type) {
    case 'confined':
      return { ...state, walls: event.walls };
    case 'planned':
      if (state.planned) return { ...state, end: crashed(l10n.t('The runner sent its plan twice.')) };
      return { ...state, planned: true, checks: event.checks.map(notRun) };
    case 'loaded':
      if (state.loaded)
        return { ...state, end: crashed(l10n.t('The runner reported that it had loaded twice.')) };
      return {
        ...state,
        loaded: true,
        loadFailure: event.failure,
        loadLogs: event.logs,
        running: event.failure || state.checks.length === 0 ? null : 0,
      };
    case 'finished': {
      if (event.index !== state.running)
        return { ...state, end: crashed(l10n.t('The runner reported a check out of turn.')) };
      const checks = state.checks.with(event.index, event.result);
      const next = event.index + 1;
      return { ...state, checks, running: next < checks.length ? next : null };
    }
    case 'ended':
      return { ...state, end: event.end.kind === 'finished' ? finished(state) : event.end };
  }
}

function finished(state: RunState): RunEnd {
  const missing = state.checks.filter(check => check.state === 'not-run').length;
  if (missing === 0 || state.loadFailure) return { kind: 'finished' };
  return crashed(
    l10n.t('The runner ended without reporting {0} of {1} checks.', missing, state.checks.length),
  );
}

const notRun = (check: PlannedCheck): CheckResult => ({
  suite: check.suite,
  title: check.title,
  requirements: check.requirements,
  state: 'not-run',
  ms: 0,
  logs: [],
  trace: [],
});

export interface RunFrame {
  readonly exercise: Pick<Exercise, 'pack' | 'id'>;
  readonly pack: Pick<Pack, 'id' | 'version' | 'hash'>;
  readonly seed: number;
  readonly durationMs: number;
}

/** The report of a run that has ended. */
export function reportOf(state: RunState, frame: RunFrame): RunReport {
  const { id, version, hash } = frame.pack;
  const facts = {
    exercise: refOf(frame.exercise),
    pack: { id, version, hash },
    seed: frame.seed,
    durationMs: frame.durationMs,
    walls: state.walls,
    checks: state.checks,
  };
  const end = state.end ?? crashed(l10n.t('The run has not ended.'));
  const during = state.running === null ? null : (state.checks[state.running]?.title ?? null);
  switch (end.kind) {
    case 'finished':
      return {
        ...facts,
        kind: 'finished',
        ...(state.loadFailure && { loadFailure: state.loadFailure }),
        loadLogs: state.loadLogs,
      };
    case 'did-not-compile':
    case 'cancelled':
      return { ...facts, ...end };
    case 'timed-out':
    case 'crashed':
      return { ...facts, ...end, during };
  }
}
