import type { Exercise, Pack } from '../exercise';
import type { Settings } from '../playground';
import type { Coverage } from './coverage';
import type { PlayReport } from './playReport';
import type { CheckResult, RunReport } from './report';

/** One execution of an exercise's suites against the files of an attempt. */
export interface RunRequest {
  readonly exercise: Exercise;
  readonly pack: Pick<Pack, 'id' | 'version' | 'hash'>;
  /** Every TypeScript file of the attempt, path -> text. Exercise-owned ones are replaced by the pack's. */
  readonly files: Readonly<Record<string, string>>;
  /** Only this suite. */
  readonly suite?: string;
  /** Only these checks, by suite and full title. */
  readonly only?: readonly CheckId[];
  /** Whether the first check that fails ends the run, which is then reported as cancelled. */
  readonly bail?: boolean;
  /** A 32-bit unsigned integer; chosen by the runner when absent. */
  readonly seed?: number;
  readonly signal?: Cancellation;
  readonly onProgress?: (event: RunProgress) => void;
  readonly debug?: DebugRequest;
  /** Its presence asks for coverage of the learner's own files. Called before the report of a run that has finished. */
  readonly onCoverage?: (coverage: Coverage) => void;
}

/** One execution of an exercise's playground against the files of an attempt. */
export interface PlayRequest extends Pick<RunRequest, 'exercise' | 'pack' | 'files' | 'signal'> {
  readonly settings: Settings;
  readonly seed: number;
  /** Told the milliseconds of processor time, by a child that has seen the playground before; others tell nothing. */
  readonly onCost?: (cpuMs: number) => void;
}

/** Holds the run before the learner's code until a debugger goes on. No time limit applies, only the signal ends it. */
export interface DebugRequest {
  /** Where the attempt lies on disk, absolute: debuggers know the learner's files by their place. */
  readonly folder: string;
  /** A debugger may attach now. When the promise is rejected the run ends, and is rejected with the same. */
  readonly onListening: (inspector: InspectorAddress) => Promise<void>;
}

/** Where a debugger that speaks the inspector protocol can attach; never another machine's. */
export interface InspectorAddress {
  readonly host: string;
  readonly port: number;
}

/** An `AbortSignal`, as much of it as is needed: this layer knows neither Node nor the DOM. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface CheckId {
  readonly suite: string;
  /** As in `CheckResult.title`. */
  readonly title: string;
}

export interface PlannedCheck extends CheckId {
  readonly requirements: readonly string[];
}

/** What happens while a run goes on. `index` counts within `planned`. */
export type RunProgress =
  | { readonly type: 'planned'; readonly checks: readonly PlannedCheck[] }
  | { readonly type: 'started'; readonly index: number }
  | {
      readonly type: 'finished';
      readonly index: number;
      readonly result: CheckResult;
      /** Milliseconds of processor time, from a child that has seen the suites before; others tell nothing. */
      readonly cpuMs?: number;
    };

/** Implemented by node/runner.ts; the editor and the CLI depend on this only. */
export interface SuiteRunner {
  /** Never throws for anything the learner's code does: that is in the report. */
  run(request: RunRequest): Promise<RunReport>;
  /** Never throws for anything the learner's code does. @throws HumanError if the exercise has no playground. */
  play(request: PlayRequest): Promise<PlayReport>;
  /** What the suites define, without running any learner code. @throws HumanError if a suite is broken. */
  plan(exercise: Exercise): Promise<readonly PlannedCheck[]>;
  /** Gets ready for a run of these files that may come soon. Runs nothing of them. */
  foresee(request: Pick<RunRequest, 'exercise' | 'files'>): void;
  /** Starts a child in the background so that the next run begins at once. */
  warmUp(): void;
  dispose(): void;
}
