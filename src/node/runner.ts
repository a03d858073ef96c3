import * as l10n from '@vscode/l10n';
import { randomBytes, randomInt } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { HumanError, toError } from '../core/errors';
import { refOf, type Exercise } from '../core/exercise';
import { initialRun, reduce, reportOf, type RunEnd, type RunState } from '../core/run/reduce';
import type { RunReport } from '../core/run/report';
import { playReportOf, type PlayReport } from '../core/run/playReport';
import type {
  CheckId,
  PlannedCheck,
  PlayRequest,
  RunProgress,
  RunRequest,
  SuiteRunner,
} from '../core/run/request';
import type { Job } from '../protocol/run';
import { attemptSources } from './attemptSources';
import { isPooled, kindOf, type ChildMode } from './childKind';
import { ChildPool, type ReadyChild } from './childPool';
import { compileAttempt } from './compile';
import { measuredFiles } from './mapCoverage/measuredFile';
import type { MapCoverage } from './mapCoverage/mapCoverage';
import { fileUrls } from './fileUrls';
import { thisMachine, waitingChildren } from './poolSize';
import { brokenSuite, jobOf, nothingToRun, rehearsalOf } from './runJob';
import { KeptChildren } from './keptChildren';
import { RunSession, type SessionEvents, type SessionResult } from './runSession';
import { RedisHost, type HeldService } from './services/redisHost';

export interface RunnerOptions {
  /** The built folder of the child: the one that holds boot.js. */
  readonly sandboxDir: string;
  /** The Node or Electron binary; this process's own when absent. */
  readonly execPath?: string;
  /** How many children wait for the next run. By default what the machine can spare; with 0 every run starts its own. */
  readonly warm?: number;
  /**
   * How many children may be used again for the same exercise. 0 unless told, and never more where a learner's work is
   * judged: this is for authors, who prove with their own designs that their own suites work.
   */
  readonly keeps?: number;
  /** How long a child may wait without being used, in milliseconds. Default five minutes. */
  readonly idleMs?: number;
  /** Instead of one of its own; it goes with the runner. */
  readonly pool?: ChildPool | undefined;
  /** A folder of this user's own, for compiled code of ours: with it, children are ready sooner. */
  readonly cacheDir?: string | undefined;
  /** The built file that maps coverage; needed by runs that ask for it only. */
  readonly coverageFile?: string;
  /**
   * The address of a Redis server of the person's own, asked for before each run; in memory when there is none. By
   * default that of `DESIGN_DRILLS_REDIS_URL`.
   */
  readonly redisUrl?: (() => string | undefined) | undefined;
  readonly log?: (line: string) => void;
}

/** Runs the suites of an exercise against an attempt, each run in a confined child of its own. */
export class Runner implements SuiteRunner {
  private readonly pool: ChildPool;
  private readonly sessions = new Set<RunSession>();
  private rehearsal: NodeJS.Timeout | undefined;
  /** Of the next run that is given none: drawn early, so that its suites can be defined before it. */
  private nextSeed = newSeed();
  private readonly plans = new WeakMap<Exercise, readonly PlannedCheck[]>();

  private readonly kept: KeptChildren | undefined;
  private readonly redis: RedisHost;
  private readonly log: (line: string) => void;

  /** @throws HumanError if the built folder is not there. */
  constructor(private readonly options: RunnerOptions) {
    this.log = options.log ?? (() => undefined);
    const machine = thisMachine();
    this.pool =
      options.pool ??
      new ChildPool({
        sandboxDir: realFolder(options.sandboxDir),
        execPath: options.execPath ?? process.execPath,
        warm: kind => options.warm ?? waitingChildren(kind, machine),
        idleMs: options.idleMs ?? 5 * 60_000,
        isHurried: options.warm === 0,
        startMs: options.keeps ? patientStartMs : undefined,
        cacheDir: options.cacheDir,
        log: this.log,
      });
    if (options.keeps) this.kept = new KeptChildren(options.keeps, ({ child }) => this.pool.release(child));
    const linkFile = path.join(path.dirname(path.resolve(options.sandboxDir)), 'redisLink.js');
    this.redis = new RedisHost({ url: options.redisUrl ?? urlOfEnvironment, linkFile });
  }

  warmUp(): void {
    this.pool.fill();
    setTimeout(() => void this.keepCode(), settledMs).unref();
    // The compilers are slow the first time too: better now than when a person waits.
    setImmediate(() =>
      compileAttempt({ 'warmUp.ts': 'export class A<T> { constructor(readonly a: T) {} }' }),
    );
  }

  /** For the next start of this program. Costs the time of a child, once for each version of Node. */
  keepCode(): Promise<void> {
    return this.pool.keepCode();
  }

  /** Compiles what has changed; a run of the same texts finds it compiled. */
  foresee({ exercise, files }: Pick<RunRequest, 'exercise' | 'files'>): void {
    compileAttempt(attemptSources(exercise, files).files);
  }

  /** @throws HumanError if a suite is broken or no child can be started. */
  run(request: RunRequest): Promise<RunReport> {
    return this.perform(request);
  }

  /**
   * The same child behind the same walls, with one thing to do. What comes of it is no report of a run.
   *
   * @throws HumanError if there is no playground, it is broken, or no child can be started.
   */
  async play({ onCost, ...request }: PlayRequest): Promise<PlayReport> {
    const onProgress = (event: RunProgress): void => {
      if (event.type === 'finished' && event.cpuMs !== undefined) onCost?.(event.cpuMs);
    };
    return playReportOf(await this.perform({ ...request, onProgress }));
  }

  private async perform(request: RunRequest & Partial<Pick<PlayRequest, 'settings'>>): Promise<RunReport> {
    const began = performance.now();
    const { exercise } = request;
    const seed = request.seed ?? this.nextSeed;
    if (seed === this.nextSeed) this.nextSeed = newSeed();
    const report = (state: RunState): RunReport =>
      reportOf(state, { ...request, seed, durationMs: performance.now() - began });
    /** Without having run anything: every check that is known is one that has not run. */
    const unrun = (end: RunEnd): RunReport => {
      const planned = request.settings ? [] : (this.plans.get(exercise) ?? []);
      const checks = planned.filter(check => isWanted(check, request));
      return report(reduce(reduce(initialRun, { type: 'planned', checks }), { type: 'ended', end }));
    };

    if (request.signal?.aborted) return unrun({ kind: 'cancelled' });
    const { files, missing } = attemptSources(exercise, request.files);
    const { modules, errors: syntaxErrors } = compileAttempt(files);
    const errors = [...missing, ...syntaxErrors];
    if (errors.length > 0) return unrun({ kind: 'did-not-compile', errors });

    const { suite, only, debug, onCoverage, bail, settings } = request;
    const coverage = onCoverage !== undefined;
    const urls = debug && fileUrls(debug.folder, Object.keys(modules));
    const parts = { suite, only, debug: urls, coverage, bail, settings };
    const job = jobOf(exercise, { seed, attempt: modules, ...parts });
    const result = await this.onChild(exercise, job, 'run', request);
    if (result.broken) throw brokenSuite(exercise, result.broken);
    if (result.state.checks.length === 0 && result.state.end?.kind === 'finished')
      throw nothingToRun(exercise);
    const ended = report(result.state); // what follows is none of the run's time
    if (onCoverage && result.scripts)
      onCoverage(await this.mapped(measuredFiles(exercise, files, modules, result.scripts)));
    return ended;
  }

  async plan(exercise: Exercise): Promise<readonly PlannedCheck[]> {
    const known = this.plans.get(exercise);
    if (known) return known;
    const attempt = Object.fromEntries(exercise.files.map(file => [file.path, '']));
    const result = await this.onChild(exercise, jobOf(exercise, { seed: 0, attempt }), 'plan', {});
    if (result.broken) throw brokenSuite(exercise, result.broken);
    const { end, checks } = result.state;
    if (end) throw stuckSuite(exercise, end);
    const plan = checks.map(({ suite, title, requirements }) => ({ suite, title, requirements }));
    this.plans.set(exercise, plan);
    return plan;
  }

  /** Process ids of every child that is alive, waiting or running. */
  children(): readonly number[] {
    return this.pool.pids();
  }

  dispose(): void {
    clearTimeout(this.rehearsal);
    for (const session of this.sessions) session.cancel();
    this.pool.dispose();
  }

  private async onChild(
    exercise: Exercise,
    job: Job,
    type: 'run' | 'plan',
    request: Pick<RunRequest, 'signal' | 'onProgress' | 'debug'>,
  ): Promise<SessionResult> {
    const { signal, onProgress, debug } = request;
    const kind = kindOf(exercise, modeOf(job));
    clearTimeout(this.rehearsal);
    const kept = isPooled(kind) && type === 'run' ? this.kept : undefined;
    const ready =
      kept?.take(exercise, kind) ??
      (await this.pool.take(kind, type === 'run' && isPooled(kind) ? withoutTexts(job) : undefined));
    const redis = await this.redisFor(exercise, type, ready);
    const began = performance.now();
    const nonce = randomBytes(16).toString('hex');
    let unattached: Error | undefined;
    const cancel = (): void => session.cancel();
    const events: SessionEvents = {
      onProgress: event => onProgress?.(event),
      onListening: port => {
        debug?.onListening({ host: loopback, port }).catch((error: unknown) => {
          unattached = toError(error);
          cancel();
        });
      },
      isHot: kept?.hasRun(ready) ?? false,
      onService: redis && (request => redis.answer(request)),
    };
    const served = redis ? { ...job, served: ['redis'] } : job;
    const session = new RunSession(ready, served, nonce, events, this.log);
    this.sessions.add(session);
    let mayKeep = false;
    try {
      const result = session.start(type);
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      const ended = await result;
      if (unattached) throw unattached;
      // What ends a child that has run before may be what it ran before.
      if (ended.state.end?.kind === 'crashed' && kept?.hasRun(ready))
        return await this.onChild(exercise, job, type, request);
      mayKeep = kept !== undefined && !signal?.aborted && (await isAtRest(ended, session));
      return ended;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.sessions.delete(session);
      if (kept && mayKeep) kept.keep(ready, exercise);
      else this.pool.release(ready.child);
      await redis?.close();
      setImmediate(() => this.pool.fill(kind)); // the answer comes first
      if (isPooled(kind) && performance.now() - began < longestRehearsalMs) this.rehearseSoon(exercise, job);
    }
  }

  /** The person's own server for a run that needs one; undefined for the one in memory. */
  private async redisFor(
    exercise: Exercise,
    type: 'run' | 'plan',
    { child }: ReadyChild,
  ): Promise<HeldService | undefined> {
    if (type === 'plan' || !exercise.services.includes('redis')) return undefined;
    try {
      return await this.redis.take();
    } catch (error) {
      this.pool.release(child);
      throw error;
    }
  }

  private async mapped(...[files]: Parameters<MapCoverage>): ReturnType<MapCoverage> {
    const { coverageFile } = this.options;
    if (coverageFile === undefined) throw new Error('This runner was made without coverage.');
    const { mapCoverage } = createRequire(coverageFile)(coverageFile) as { mapCoverage: MapCoverage };
    return mapCoverage(files);
  }

  /** The next run is most likely one of the same exercise. When runs follow one another there is no time for it. */
  private rehearseSoon(exercise: Exercise, { seed, settings }: Job): void {
    this.rehearsal = setTimeout(() => {
      const job = rehearsalOf(exercise, settings ? seed : this.nextSeed, settings);
      if (job) this.pool.rehearse(kindOf(exercise), job);
    }, quietMs);
    this.rehearsal.unref();
  }
}

/** Whether a child has come to the end of its job by itself and can take another. */
function isAtRest({ state }: SessionResult, { goodbye }: RunSession): Promise<boolean> {
  if (state.end?.kind !== 'finished' && state.end?.kind !== 'cancelled') return Promise.resolve(false);
  return new Promise(resolve => {
    const tooLong = setTimeout(resolve, restMs, false);
    void goodbye.then(() => {
      clearTimeout(tooLong);
      resolve(true);
    });
  });
}

/** Defining suites takes the names of the attempt's files, not what is in them. */
const withoutTexts = (job: Job): Job => ({
  ...job,
  attempt: Object.fromEntries(Object.keys(job.attempt).map(path => [path, ''])),
});

const urlOfEnvironment = (): string | undefined => process.env['DESIGN_DRILLS_REDIS_URL'];

function modeOf({ debug, coverage }: Job): ChildMode {
  if (debug) return 'debug';
  return coverage ? 'coverage' : 'run';
}

/** Where a child listens for a debugger; see sandbox/debugging.ts. */
const loopback = '127.0.0.1';

/** The permission model compares real paths. */
function realFolder(sandboxDir: string): string {
  try {
    return realpathSync(sandboxDir);
  } catch (cause) {
    const message = l10n.t('{0} is missing, so that no check can run. Reinstall Design Drills.', sandboxDir);
    throw new HumanError('runner-missing', message, { cause });
  }
}

const isWanted = (check: CheckId, { suite, only }: Pick<RunRequest, 'suite' | 'only'>): boolean =>
  (suite === undefined || check.suite === suite) &&
  (only === undefined || only.some(id => id.suite === check.suite && id.title === check.title));

const newSeed = (): number => randomInt(2 ** 32);

/** Nobody sits in front of a build machine that is busy with something else. Milliseconds. */
const patientStartMs = 120_000;
/** After the last result there is nothing left to do but to say so. Milliseconds. */
const restMs = 1_000;
/** By then the first child has started, with the machine to itself. Milliseconds. */
const settledMs = 2_000;
/** A run that took longer is not rehearsed: the next one could have to wait for the rehearsal. Milliseconds. */
const longestRehearsalMs = 250;
/** A person reads the result of a run first. Milliseconds. */
const quietMs = 250;

function stuckSuite(exercise: Exercise, end: RunEnd): HumanError {
  const why =
    end.kind === 'timed-out'
      ? l10n.t('It takes longer than {0} ms.', end.limitMs)
      : end.kind === 'crashed'
        ? end.detail
        : l10n.t('It was cancelled.');
  return new HumanError(
    'broken-suite',
    l10n.t('The suites of {0} cannot be defined. {1}', refOf(exercise), why),
  );
}
