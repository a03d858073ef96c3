import { randomBytes, randomInt } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { HumanError } from '../core/errors';
import { refOf, type Exercise } from '../core/exercise';
import { initialRun, reduce, reportOf, type RunState } from '../core/run/reduce';
import type { CompileError, RunReport } from '../core/run/report';
import type { CheckId, PlannedCheck, RunRequest, SuiteRunner } from '../core/run/request';
import type { Job } from '../protocol/run';
import { attemptSources } from './attemptSources';
import { ChildPool } from './childPool';
import { compileAttempt, compileSuiteModule } from './compile';
import { RunSession, type SessionResult } from './runSession';

export interface RunnerOptions {
  /** The built folder of the child: the one that holds boot.js. */
  readonly sandboxDir: string;
  /** The Node or Electron binary; this process's own when absent. */
  readonly execPath?: string;
  /** How many children wait for the next run. Default 1; with 0 every run starts its own. */
  readonly warm?: number;
  readonly log?: (line: string) => void;
}

/** Runs the suites of an exercise against an attempt, each run in a confined child of its own. */
export class Runner implements SuiteRunner {
  private readonly pool: ChildPool;
  private readonly sessions = new Set<RunSession>();

  constructor(options: RunnerOptions) {
    this.pool = new ChildPool({
      sandboxDir: realpathSync(options.sandboxDir),
      execPath: options.execPath ?? process.execPath,
      warm: options.warm ?? 1,
      log: options.log ?? (() => undefined),
    });
  }

  warmUp(): void {
    this.pool.fill();
  }

  /** @throws HumanError if a suite is broken or no child can be started. */
  async run(request: RunRequest): Promise<RunReport> {
    const began = performance.now();
    const seed = request.seed ?? randomInt(2 ** 32);
    const report = (state: RunState): RunReport =>
      reportOf(state, { ...request, seed, durationMs: performance.now() - began });

    if (request.signal?.aborted) return report(ended({ kind: 'cancelled' }));
    const { exercise } = request;
    const { files, missing } = attemptSources(exercise, request.files);
    const { modules, errors } = compileAttempt(files);
    const all = [...missing, ...errors];
    if (all.length > 0) return report(ended(didNotCompile(all)));

    const job = jobOf(exercise, { seed, attempt: modules, suite: request.suite, only: request.only });
    const result = await this.onChild(exercise, job, 'run', request);
    if (result.broken) throw brokenSuite(exercise, result.broken);
    if (result.state.checks.length === 0 && result.state.end?.kind === 'finished')
      throw nothingToRun(exercise);
    return report(result.state);
  }

  async plan(exercise: Exercise): Promise<readonly PlannedCheck[]> {
    const attempt = Object.fromEntries(exercise.files.map(file => [file.path, '']));
    const result = await this.onChild(exercise, jobOf(exercise, { seed: 0, attempt }), 'plan', {});
    if (result.broken) throw brokenSuite(exercise, result.broken);
    const { end, checks } = result.state;
    if (end?.kind === 'timed-out' || end?.kind === 'crashed')
      throw new HumanError(
        'suite-stuck',
        `The suites of ${refOf(exercise)} cannot be defined: ${end.kind === 'crashed' ? end.detail : `they take longer than ${end.limitMs} ms`}.`,
      );
    return checks.map(({ suite, title, requirements }) => ({ suite, title, requirements }));
  }

  dispose(): void {
    for (const session of this.sessions) session.cancel();
    this.pool.dispose();
  }

  private async onChild(
    exercise: Exercise,
    job: Job,
    type: 'run' | 'plan',
    { signal, onProgress }: Pick<RunRequest, 'signal' | 'onProgress'>,
  ): Promise<SessionResult> {
    const { memoryMb } = exercise.limits;
    const ready = await this.pool.take(memoryMb);
    const nonce = randomBytes(16).toString('hex');
    const session = new RunSession(ready, job, nonce, event => onProgress?.(event));
    const cancel = (): void => session.cancel();
    this.sessions.add(session);
    try {
      const result = session.start(type);
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      return await result;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.sessions.delete(session);
      this.pool.release(ready.child);
      this.pool.fill(memoryMb);
    }
  }
}

const ended = (end: Parameters<typeof endWith>[0]): RunState => endWith(end);
const endWith = (end: NonNullable<RunState['end']>): RunState => reduce(initialRun, { type: 'ended', end });

const didNotCompile = (errors: readonly CompileError[]): NonNullable<RunState['end']> => ({
  kind: 'did-not-compile',
  errors,
});

interface JobParts {
  readonly seed: number;
  readonly attempt: Readonly<Record<string, string>>;
  readonly suite?: string | undefined;
  readonly only?: readonly CheckId[] | undefined;
}

/** @throws HumanError if a suite does not compile or there is none of that name. */
function jobOf(exercise: Exercise, { seed, attempt, suite, only }: JobParts): Job {
  const testModules: Record<string, string> = {};
  for (const [path, text] of Object.entries(exercise.testModules)) {
    const compiled = compileSuiteModule(path, text);
    if (compiled.ok) testModules[path] = compiled.code;
    else {
      const [error] = compiled.errors;
      const where = error ? `${error.file}:${error.line}` : path;
      throw brokenSuite(exercise, { message: error?.message ?? 'It does not compile.', where });
    }
  }
  const wanted = only && new Set(only.map(check => check.suite));
  const suites = exercise.suites.filter(
    ({ id }) => (suite === undefined || id === suite) && (wanted === undefined || wanted.has(id)),
  );
  if (suites.length === 0) throw nothingToRun(exercise);
  return {
    seed,
    suites: suites.map(({ id, entry }) => ({ id, entry })),
    testModules,
    attempt,
    only: only ?? null,
    checkMs: exercise.limits.checkMs,
    runMs: exercise.limits.runMs,
  };
}

const brokenSuite = (
  exercise: Exercise,
  { message, where }: { message: string; where: string },
): HumanError =>
  new HumanError(
    'broken-suite',
    `A suite of ${refOf(exercise)} is broken${where ? ` at ${where}` : ''}: ${message}`,
  );

const nothingToRun = (exercise: Exercise): HumanError =>
  new HumanError(
    'no-such-check',
    `${refOf(exercise)} has no such check. Its suites may have changed: refresh the list.`,
  );
