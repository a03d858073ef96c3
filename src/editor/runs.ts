import * as vscode from 'vscode';
import { assertNever, HumanError, toError } from '../core/errors';
import type { Exercise, RevealDetail } from '../core/exercise';
import { applyReport } from '../core/progress';
import { mayDebug, mayMeasure, revealed, visibleDetail } from '../core/reveal';
import { headline } from '../core/run/headline';
import { mergePart } from '../core/run/mergeReports';
import type { RunReport } from '../core/run/report';
import type { RunProgress, RunRequest } from '../core/run/request';
import type { AttemptFiles } from './attemptFiles';
import type { Attempt } from './attempts';
import { ContextKey } from './contextKey';
import { requireDebugger, type DebugSessions } from './debugSessions';
import { fingerprint } from './fingerprint';
import { requireReady } from './gate';
import { DisposableStore } from './lifecycle';
import { LiveRun, type RunMode, type RunOptions } from './liveRun';
import type { PackStore } from './packStore';
import type { ProgressStore } from './progressStore';
import type { Results } from './results';
import { requireChecked } from './requireChecked';
import { revealContext, revealSentence } from './revealContext';
import type { RunnerHost } from './runnerHost';
import type { Scaffolder } from './scaffolder';
import { readSetting } from './settings';

export interface RunProgressed {
  readonly run: LiveRun;
  /** As it may be seen. */
  readonly event: RunProgress;
}

export interface RunEnded {
  readonly run: LiveRun;
  /** As it may be seen. */
  readonly report: RunReport;
}

interface RunParts {
  readonly packs: PackStore;
  readonly files: AttemptFiles;
  readonly runner: RunnerHost;
  readonly scaffolder: Scaffolder;
  readonly results: Results;
  readonly progress: ProgressStore;
  readonly debugSessions: DebugSessions;
  readonly log: vscode.LogOutputChannel;
}

/** The one way to run checks: panel, Test Explorer, lens and save all come here, so they cannot disagree. */
export class Runs implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly started = this.store.add(new vscode.EventEmitter<LiveRun>());
  private readonly progressed = this.store.add(new vscode.EventEmitter<RunProgressed>());
  private readonly ended = this.store.add(new vscode.EventEmitter<RunEnded>());
  readonly onDidStart = this.started.event;
  readonly onDidProgress = this.progressed.event;
  readonly onDidEnd = this.ended.event;

  /** The newest run of each attempt; an older one that it replaces is on its way out. */
  private readonly newest = new Map</* folder uri */ string, LiveRun>();
  private readonly running = new ContextKey('designDrills.running');

  constructor(private readonly parts: RunParts) {}

  get(attempt: Pick<Attempt, 'key'>): LiveRun | undefined {
    return this.newest.get(attempt.key);
  }

  cancel(attempt: Pick<Attempt, 'key'>): void {
    this.newest.get(attempt.key)?.cancel();
  }

  cancelAll(): void {
    for (const run of this.newest.values()) run.cancel();
  }

  /**
   * Runs the checks of an attempt and answers what may be seen of the report. A newer run of the same attempt replaces
   * this one, which then reports `cancelled`.
   * @throws HumanError when the workspace or the exercise does not allow it, or the exercise is not installed.
   */
  async check(attempt: Attempt, options: RunOptions): Promise<RunReport> {
    requireReady();
    const { packs, progress } = this.parts;
    const entry = await packs.load(attempt.ref);
    if (!entry) throw notInstalled(attempt);
    const { exercise } = entry;
    requireChecked(exercise);
    const before = progress.of(attempt.ref);
    const detail = visibleDetail(exercise.reveal.checks, revealContext({ ...before, runs: before.runs + 1 }));
    requireSeen(exercise, detail, options.mode);
    if (options.mode === 'debug') requireDebugger();
    const run = new LiveRun(attempt, withTimeLimit(exercise, attempt.folder), entry.pack, options, detail);
    const replaced = this.newest.get(attempt.key);
    this.newest.set(attempt.key, run);
    replaced?.cancel();
    void this.execute(run, replaced);
    return run.report;
  }

  dispose(): void {
    this.cancelAll();
    this.store.dispose();
  }

  private async execute(run: LiveRun, replaced: LiveRun | undefined): Promise<void> {
    try {
      await replaced?.report.catch(() => undefined);
      this.running.set(true);
      this.started.fire(run);
      const report = run.signal.aborted ? run.cancelledReport() : await this.runNow(run);
      this.release(run);
      run.finish(report);
      this.ended.fire({ run, report });
    } catch (error) {
      this.release(run);
      run.fail(error);
      this.ended.fire({ run, report: run.cancelledReport() });
    }
  }

  private async runNow(run: LiveRun): Promise<RunReport> {
    const { runner, files, scaffolder } = this.parts;
    // The runner takes the exercise's own files from the pack, so the disk may catch up in its own time. On save nobody
    // looks at the disk at all, unless one of them was saved: see SaveRuns.
    if (run.options.source !== 'save')
      void scaffolder.restore(run.attempt).catch((error: unknown) => this.warn('Files not restored', error));
    const [suites, texts, { ShownReport }] = await Promise.all([
      runner.get(),
      files.read(run.attempt, { fresh: run.options.source !== 'save' }),
      import('../node/shownReport'), // brings the compiler, which is not needed before
    ]);
    const shown = new ShownReport(run.exercise, texts);
    const report = shown.report(
      await suites.run({
        ...requestOf(run, texts, event => this.note(run, shown.progress(event))),
        ...this.modeOf(run),
      }),
    );
    this.say(
      'info',
      `${run.attempt.ref}: ${headline(report)} (${Math.round(performance.now() - run.began)} ms, ${run.options.source})`,
    );
    return this.remember(run, report, fingerprint(texts, run.exercise, run.pack.version));
  }

  private note(run: LiveRun, event: RunProgress): void {
    this.progressed.fire({ run, event: run.note(event) });
  }

  private modeOf(run: LiveRun): Pick<RunRequest, 'debug' | 'onCoverage'> {
    switch (run.mode) {
      case 'check':
        return {};
      case 'debug': {
        const folder = run.attempt.folder.fsPath;
        return { debug: { folder, onListening: address => this.parts.debugSessions.attach(run, address) } };
      }
      case 'coverage':
        return { onCoverage: coverage => (run.coverage = coverage) };
      default:
        return assertNever(run.mode);
    }
  }

  /** Progress goes by what happened, everything else by what may be seen of it. */
  private remember(run: LiveRun, report: RunReport, of: string): RunReport {
    const { progress, results } = this.parts;
    const { ref } = run.attempt;
    if (run.mode === 'debug')
      return revealed(report, run.exercise.reveal.checks, revealContext(progress.of(ref)));
    const at = Date.now();
    progress
      .update(ref, entry => applyReport(entry, report, run.whole, at))
      .catch((error: unknown) => this.warn('Progress not saved', error));
    const shown = revealed(report, run.exercise.reveal.checks, revealContext(progress.of(ref)));
    if (shown.kind === 'cancelled') return shown;
    const before = results.get(run.attempt);
    const known = run.whole ? shown : mergePart(before?.report, shown, before?.fingerprint === of);
    results.set(run.attempt, { report: known, at, fingerprint: of });
    return shown;
  }

  private warn(what: string, error: unknown): void {
    this.say('warn', `${what}: ${toError(error).message}`);
  }

  /** A run may end after the window has been closed; then there is no log to write to. */
  private say(level: 'info' | 'warn', text: string): void {
    if (!this.store.disposed) this.parts.log[level](text);
  }

  private release(run: LiveRun): void {
    if (this.newest.get(run.attempt.key) === run) this.newest.delete(run.attempt.key);
    this.running.set(this.newest.size > 0);
  }
}

function requestOf(
  { exercise, pack, signal, seed, options: { suite, only } }: LiveRun,
  files: Readonly<Record<string, string>>,
  onProgress: (event: RunProgress) => void,
): RunRequest {
  return {
    ...{ exercise, pack, files, signal, seed, onProgress },
    ...(suite === undefined ? {} : { suite }),
    ...(only === undefined ? {} : { only }),
  };
}

/** @throws HumanError when the mode would show more of the checks than may be seen now. */
function requireSeen(exercise: Exercise, detail: RevealDetail | undefined, mode: RunMode | undefined): void {
  const { when, detail: most } = exercise.reveal.checks;
  if (mode === 'debug' && !mayDebug(detail))
    throw new HumanError(
      'not-debugged',
      vscode.l10n.t(
        'The checks of “{0}” cannot be debugged: a debugger would show more of them than this exercise does. {1}',
        exercise.title,
        mayDebug(most) ? revealSentence(when, exercise) : vscode.l10n.t('Not shown.'),
      ),
    );
  if (mode === 'coverage' && !mayMeasure(detail))
    throw new HumanError(
      'not-measured',
      vscode.l10n.t(
        'Coverage of “{0}” cannot be measured: it would tell more about the checks than this exercise does. {1}',
        exercise.title,
        mayMeasure(most) ? revealSentence(when, exercise) : vscode.l10n.t('Not shown.'),
      ),
    );
}

function withTimeLimit(exercise: Exercise, folder: vscode.Uri): Exercise {
  const seconds = readSetting('run.timeoutSeconds', folder);
  return seconds === null
    ? exercise
    : { ...exercise, limits: { ...exercise.limits, runMs: seconds * 1_000 } };
}

const notInstalled = (attempt: Attempt): HumanError =>
  new HumanError(
    'no-exercise',
    vscode.l10n.t(
      'The exercise {0} of {1} is not in the installed packs. Add its pack with the setting "designDrills.packs.folders".',
      attempt.ref,
      vscode.workspace.asRelativePath(attempt.folder),
    ),
  );
