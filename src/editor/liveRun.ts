import { randomInt } from 'node:crypto';
import type { TestRun } from 'vscode';
import { assertNever } from '../core/errors';
import type { Exercise, Pack, RevealDetail } from '../core/exercise';
import { revealCheck, revealPlanned } from '../core/reveal';
import type { Coverage } from '../core/run/coverage';
import { initialRun, reduce, reportOf } from '../core/run/reduce';
import type { RunReport } from '../core/run/report';
import type { CheckId, PlannedCheck, RunProgress } from '../core/run/request';
import type { LiveCheck } from '../protocol/panel';
import type { Attempt } from './attempts';

/** Who asked for a run. The Test Explorer shows its own; for all others it opens one. */
export type RunSource = 'testing' | 'panel' | 'command' | 'save';

/** What else a run is for. In the debugger anything can be changed, so that such a run is no verdict. */
export type RunMode = 'check' | 'debug' | 'coverage';

export interface RunOptions {
  readonly source: RunSource;
  /** Default `check`. */
  readonly mode?: RunMode;
  /** The run of the Test Explorer that a debug session belongs to. */
  readonly testRun?: TestRun;
  readonly suite?: string;
  readonly only?: readonly CheckId[];
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** One run while it goes on, cut to what may be seen. */
export class LiveRun {
  /** Chosen here, so that whatever is said of a check while the run goes on can name it. */
  readonly seed: number;
  private readonly controller = new AbortController();
  /** `performance.now()` when it was asked for. */
  readonly began = performance.now();
  /** Of a run in the mode `coverage` that has finished. */
  coverage: Coverage = [];
  private planned: readonly PlannedCheck[] = [];
  private live: readonly LiveCheck[] = [];
  private settle!: {
    readonly resolve: (report: RunReport) => void;
    readonly reject: (error: unknown) => void;
  };
  /** Settled when the run is over and its report is kept. Rejected only for what is not the learner's doing. */
  readonly report = new Promise<RunReport>((resolve, reject) => {
    this.settle = { resolve, reject };
  });

  constructor(
    readonly attempt: Attempt,
    readonly exercise: Exercise,
    readonly pack: Pick<Pack, 'id' | 'version' | 'hash'>,
    readonly options: RunOptions,
    private readonly detail: RevealDetail | undefined,
  ) {
    this.seed = options.seed ?? randomInt(2 ** 32);
    this.report.catch(() => undefined); // whoever asked for the run handles it; a presenter need not
    if (options.signal?.aborted) this.cancel();
    else options.signal?.addEventListener('abort', () => this.cancel(), { once: true });
  }

  /** Every suite and every check: only such a run can earn the pass. */
  get whole(): boolean {
    return this.options.suite === undefined && this.options.only === undefined;
  }

  get mode(): RunMode {
    return this.options.mode ?? 'check';
  }

  get checks(): readonly LiveCheck[] {
    return this.live;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  cancel(): void {
    this.controller.abort();
  }

  /** Takes in what the runner says; answers it as it may be seen. */
  note(event: RunProgress): RunProgress {
    switch (event.type) {
      case 'planned': {
        this.planned = event.checks;
        const checks = event.checks.map((check, index) => revealPlanned(check, index, this.detail));
        this.live = checks.map(check => ({ ...check, state: 'not-run' }));
        return { type: 'planned', checks };
      }
      case 'started':
        this.setState(event.index, 'running');
        return event;
      case 'finished': {
        const result = revealCheck(event.result, event.index, this.detail);
        this.setState(event.index, result.state);
        return { ...event, result };
      }
      default:
        return assertNever(event);
    }
  }

  finish(report: RunReport): void {
    this.settle.resolve(report);
  }

  fail(error: unknown): void {
    this.settle.reject(error);
  }

  /** The report of a run that was given up before the runner had it. */
  cancelledReport(): RunReport {
    const planned = reduce(initialRun, { type: 'planned', checks: this.planned });
    const ended = reduce(planned, { type: 'ended', end: { kind: 'cancelled' } });
    return reportOf(ended, {
      exercise: this.exercise,
      pack: this.pack,
      seed: this.seed,
      durationMs: 0,
    });
  }

  private setState(index: number, state: LiveCheck['state']): void {
    const before = this.live[index];
    if (before) this.live = this.live.with(index, { ...before, state });
  }
}
