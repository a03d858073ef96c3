import './realm';
import type { Test } from 'mocha/lib/suite.js';
import type { Failure } from '../core/run/report';
import type { ChildMessage, Job } from '../protocol/run';
import { createAssertions } from './assertions';
import { AttemptModules } from './attemptModules';
import { runCheck, type CheckOutcome } from './checkRun';
import { beginRecord } from './checkRecord';
import { CoverageRecorder } from './coverageRecorder';
import { consoleShown, openInspector } from './debugging';
import { describeThrown } from './failures';
import { setGuestRandom } from './guestGlobals';
import { Runner } from './mochaCore';
import { oneWayStream, randomStream, type RandomStream } from './randomStream';
import { isError } from './shownText';
import { nameForDebugger, suiteFrames } from './stacks';
import { setServiceRandom } from './services/openServices';
import type { SandboxService } from './services/service';
import { planSuites, titleOf, type PlannedCheck, type SuitePlan } from './suitePlan';
import { createTestkit, drawFrom, type KitStreams } from './testkit/testkit';
import { virtualClock } from './time';
import type { Watchdog } from './watchdog';

const assertions = createAssertions();
const assertModule = harden(
  Object.assign(Object.create(null) as object, { __esModule: true, default: assertions }),
);

export interface JobPowers {
  readonly say: (message: ChildMessage) => Promise<void>;
  readonly watchdog: Pick<Watchdog, 'beginCheck'>;
  readonly services: readonly SandboxService[];
}

/** mocha is told that a check failed; what failed is never shown to it, because it may be a guest's object. */
const checkFailed = new Error('The check failed.');

/** One job from its suites to its last check. Everything that it finds out, it says. */
export class JobRun {
  private readonly attempt: AttemptModules;
  private readonly outcomes = new Map<Test, CheckOutcome>();
  private delivered: Promise<void> = Promise.resolve();
  private checks = new Map<Test, PlannedCheck>();
  private coverage: CoverageRecorder | undefined;
  private defined: SuitePlan | undefined;

  constructor(
    private job: Job,
    private nonce: string,
    private readonly powers: JobPowers,
  ) {
    nameForDebugger(job.debug);
    this.attempt = new AttemptModules(job.attempt, job.owned);
  }

  /** Defines the suites, once. Throws whatever they throw. */
  define(): SuitePlan {
    if (this.defined) return this.defined;
    virtualClock.reset();
    beginRecord();
    drawFrom(this.drawKit('definition'));
    const testkit = createTestkit(this.job.seed);
    const kits = {
      '#testkit': testkit,
      'node:assert/strict': assertModule,
      'node:assert': assertModule,
      ...Object.fromEntries(this.powers.services.flatMap(service => Object.entries(service.modules))),
    };
    this.defined = planSuites(
      this.job,
      this.attempt,
      kits,
      test => this.runTest(test),
      this.job.settings && (() => this.job.settings ?? {}),
    );
    return this.defined;
  }

  /** Whether what has been defined ahead is what this job would define: all that differs is what the learner wrote. */
  fits(job: Job): boolean {
    return this.defined !== undefined && definitionOf(job) === definitionOf(this.job);
  }

  /** From now on this is the run of `job`, which fits. */
  adopt(job: Job, nonce: string): void {
    this.job = job;
    this.nonce = nonce;
    this.attempt.provide(job.attempt);
  }

  /** The plan is made, and said, before any code of the learner is evaluated. Undefined if the suites are broken. */
  async plan(): Promise<SuitePlan | undefined> {
    try {
      const plan = this.define();
      const checks = plan.checks.map(({ suite, titles }) => ({ suite, titles }));
      this.checks = new Map(plan.checks.map(check => [check.test, check]));
      await this.powers.say({ type: 'planned', nonce: this.nonce, checks });
      return plan;
    } catch (thrown) {
      const [frame] = isError(thrown) ? suiteFrames(thrown) : [];
      const where = frame ? `${frame.file}:${frame.line}` : '';
      await this.powers.say({
        type: 'broken',
        nonce: this.nonce,
        message: describeThrown(thrown).message,
        where,
      });
      return undefined;
    }
  }

  /** @param isWatched what the result of the last check, and with it the verdict, waits for */
  async run(plan: SuitePlan, isWatched: Promise<void> = Promise.resolve()): Promise<void> {
    if (!(await this.load())) return;
    const runner = new Runner(plan.root, { cleanReferencesAfterRun: false });
    runner.uncaught = runner.unhandled = () => undefined; // ours are in checkRecord.ts
    const indexes = new Map(plan.checks.map((check, index) => [check.test, index]));
    let began = 0;
    let used = process.cpuUsage();
    let passed: boolean;
    const report = (test: Test): void => {
      const outcome = this.outcomes.get(test);
      const index = indexes.get(test);
      if (!outcome || index === undefined) return;
      const finished: ChildMessage = {
        type: 'finished',
        nonce: this.nonce,
        index,
        passed: passed && outcome.failure === null,
        ms: performance.now() - began,
        cpuMs: milliseconds(process.cpuUsage(used)),
        failure: outcome.failure,
        logs: outcome.record.logs,
        trace: outcome.record.trace,
      };
      const isLast = index === plan.checks.length - 1;
      this.delivered = isLast ? isWatched.then(() => this.powers.say(finished)) : this.powers.say(finished);
    };
    runner.on('test', () => {
      began = performance.now();
      used = process.cpuUsage();
    });
    runner.on('pass', test => {
      passed = true;
      report(test);
    });
    runner.on('fail', test => {
      passed = false;
      report(test);
      if (this.job.bail) runner.abort();
    });
    await new Promise(resolve => runner.run(resolve));
    runner.dispose();
    await this.delivered;
    await this.conclude();
  }

  /** Evaluates the learner's modules. False if that failed, which is said. */
  private async load(): Promise<boolean> {
    if (this.job.debug) {
      const { port, wait } = openInspector();
      await this.powers.say({ type: 'listening', nonce: this.nonce, port });
      wait();
    }
    if (this.job.coverage) this.coverage = CoverageRecorder.begin();
    virtualClock.reset();
    const record = beginRecord();
    setGuestRandom(oneWayStream(this.job.seed, 'load'));
    let failure: Failure | null = null;
    try {
      this.attempt.load();
    } catch (thrown) {
      failure = describeThrown(thrown);
    }
    await this.powers.say({ type: 'loaded', nonce: this.nonce, failure, logs: record.logs });
    if (failure) await this.conclude();
    return failure === null;
  }

  /** What is left to tell when the last of the learner's code has run. */
  private async conclude(): Promise<void> {
    if (this.job.debug) await consoleShown();
    if (this.coverage)
      await this.powers.say({ type: 'covered', nonce: this.nonce, scripts: this.coverage.take() });
  }

  private async runTest(test: Test): Promise<void> {
    await this.delivered; // a check that never ends must not keep the results before it
    const check = this.checks.get(test)!;
    const purpose = `${check.suite}/${titleOf(check)}`;
    drawFrom(this.drawKit(purpose));
    setGuestRandom(oneWayStream(this.job.seed, `${purpose}/attempt`));
    setServiceRandom(this.draw(`${purpose}/services`));
    this.powers.watchdog.beginCheck();
    virtualClock.reset();
    for (const service of this.powers.services) await service.reset();
    const outcome = await runCheck(check);
    this.outcomes.set(test, outcome);
    if (outcome.failure) throw checkFailed;
  }

  private drawKit(purpose: string): KitStreams {
    return { suite: this.draw(purpose), network: this.draw(`${purpose}/network`) };
  }

  private draw(purpose: string): RandomStream {
    return randomStream(this.job.seed, purpose);
  }
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;

/** Everything that a definition can depend on, as text: of the learner's files it sees the names. */
const definitionOf = ({ attempt, settings, checkMs: _, runMs: __, bail: ___, ...job }: Job): string =>
  JSON.stringify([job, Object.keys(attempt).sort(), settings !== undefined]);
