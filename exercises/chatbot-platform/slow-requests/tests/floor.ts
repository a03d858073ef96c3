/** A scheduler with work whose end the suite decides, and the words for who waits and who runs. */
import {
  CancelledError,
  HardLimitError,
  LaneFullError,
  SoftLimitError,
  TransientError,
} from '#attempt/errors.ts';
import { createLaneScheduler } from '#attempt/scheduler.ts';
import type {
  Attempt,
  JobStatus,
  Lane,
  LaneScheduler,
  LoadSignal,
  Outcome,
  SchedulerOptions,
} from '#attempt/types.ts';
import assert from 'node:assert/strict';
import { clock, deferred, harden, settled, trace, type Deferred } from '#testkit';

export const second = 1_000;
export const minute = 60 * second;
export const lanes: readonly Lane[] = ['fast', 'slow'];

/** Limits so wide that only checks about limits meet them. */
const wide = { softMs: 20 * 60 * minute, hardMs: 24 * 60 * minute };

export const standard: SchedulerOptions = {
  workers: { fast: 3, slow: 2 },
  limits: { fast: wide, slow: wide },
  maxWaiting: { fast: 100, slow: 100 },
  retry: {
    maxFailures: 3,
    baseMs: 500,
    capMs: 10 * second,
    isRetryable: error => error instanceof TransientError,
  },
  keepMs: 15 * minute,
  scale: {
    typicalMs: { fast: 200, slow: 30 * second },
    outMs: minute,
    inMs: 5 * second,
    forMs: minute,
  },
};

/** One attempt that the scheduler has begun. It occupies a worker until it is ended here or told to stop. */
export class Run {
  readonly key: string;
  readonly number: number;
  readonly lane: Lane;
  readonly startedAt = clock.elapsed();
  readonly hurry: AbortSignal;
  readonly signal: AbortSignal;
  readonly reply: Deferred<unknown> = deferred<unknown>();
  #isEnded = false;

  constructor(key: string, attempt: Attempt) {
    assert.ok(
      typeof attempt === 'object' &&
        attempt !== null &&
        attempt.signal instanceof AbortSignal &&
        attempt.hurry instanceof AbortSignal,
      'The work should be given an attempt with two signals, `hurry` and `signal`',
    );
    ({ number: this.number, lane: this.lane, hurry: this.hurry, signal: this.signal } = attempt);
    this.key = key;
  }

  draw(): void {
    const lane = `${this.lane} jobs`;
    trace.mark(lane, this.number === 1 ? 'begins' : 'begins anew');
    const { signal, hurry } = this;
    hurry.addEventListener(
      'abort',
      harden(() => trace.mark(lane, 'told to hurry')),
    );
    signal.addEventListener(
      'abort',
      harden(() => trace.mark(lane, 'stopped', 'bad')),
    );
    this.reply.promise.then(
      () => !signal.aborted && trace.mark(lane, 'done', 'good'),
      () => !signal.aborted && trace.mark(lane, 'failed', 'bad'),
    );
  }

  get isRunning(): boolean {
    return !this.#isEnded && !this.signal.aborted;
  }

  get name(): string {
    return `attempt ${this.number} of ${this.key}`;
  }

  async finish(value: unknown = `answer to ${this.key}`): Promise<void> {
    this.#isEnded = true;
    this.reply.resolve(value);
    await clock.settle();
  }

  /** Without an argument: with an error that may be tried again. */
  async fail(...error: readonly [unknown?]): Promise<void> {
    this.#isEnded = true;
    this.reply.reject(error.length === 0 ? new TransientError('503') : error[0]);
    await clock.settle();
  }
}

export type FloorOptions = Partial<SchedulerOptions>;

export class Floor {
  readonly scheduler: LaneScheduler;
  readonly options: SchedulerOptions;
  /** Every attempt so far, in the order in which they began. */
  readonly runs: Run[] = [];
  readonly #draws: boolean;
  /** Works that could not be begun properly; looked at whenever the suite looks at all. */
  #mistake: unknown;

  /** @param draw whether beginnings and ends are drawn one by one */
  constructor(options: FloorOptions = {}, draw = true) {
    this.options = { ...standard, ...options };
    this.#draws = draw;
    this.scheduler = createLaneScheduler(harden(structuredCopy(this.options)));
    assert.ok(
      typeof this.scheduler === 'object' && this.scheduler !== null,
      'createLaneScheduler() should return a scheduler',
    );
  }

  /**
   * Fails if the lane is said to be full: there is room, or the key is known.
   * @param script what the work does; by default it waits for `finish` or `fail`
   */
  submit(key: string, lane: Lane, script?: (run: Run) => unknown): 'accepted' | 'known' {
    try {
      return this.offer(key, lane, script);
    } catch (error) {
      if (!(error instanceof LaneFullError)) throw error;
      const state = this.status(key)?.state;
      assert.fail(
        state
          ? `The job ${key} is ${state}, so submit() should give 'known', but it threw LaneFullError`
          : `There is room for ${key} in the ${lane} lane, so submit() should give 'accepted', but it threw LaneFullError`,
      );
    }
  }

  /** Submits, whatever comes of it. */
  offer(key: string, lane: Lane, script?: (run: Run) => unknown): 'accepted' | 'known' {
    const work = harden((attempt: Attempt): Promise<unknown> => {
      let run: Run;
      try {
        run = new Run(key, attempt);
      } catch (error) {
        this.#mistake = error;
        throw error;
      }
      this.runs.push(run);
      if (this.#draws) run.draw();
      if (script) return script(run) as Promise<unknown>;
      return run.reply.promise;
    });
    return this.scheduler.submit(harden({ key, lane, work }));
  }

  /** Submits, and lets what can begin begin. Fails if the job was known. */
  async add(key: string, lane: Lane, script?: (run: Run) => unknown): Promise<void> {
    assert.equal(this.submit(key, lane, script), 'accepted', `submit() of the new key ${key} should give`);
    await this.settle();
  }

  /** Occupies all workers of a lane, so that nothing can be borrowed from it. These jobs are not among the `runs`. */
  async fill(lane: Lane): Promise<void> {
    for (let i = 0; i < this.options.workers[lane]; i++) {
      const work = harden(() => new Promise(() => undefined));
      assert.equal(this.scheduler.submit(harden({ key: `busy ${lane} ${i}`, lane, work })), 'accepted');
    }
    await this.settle();
  }

  async settle(): Promise<void> {
    await clock.settle();
    if (this.#mistake !== undefined) throw this.#mistake as Error;
    for (const lane of lanes) trace.point(`workers on ${lane} jobs`, this.running(lane).length);
  }

  async pass(ms: number): Promise<void> {
    await clock.advance(ms);
    await this.settle();
  }

  running(lane?: Lane): Run[] {
    return this.runs.filter(run => run.isRunning && (lane === undefined || run.lane === lane));
  }

  /** Keys in the order in which their attempts began. */
  started(): string[] {
    return this.runs.map(({ key }) => key);
  }

  /** The last attempt of this job, which has to have begun. */
  run(key: string): Run {
    const run = this.runs.findLast(one => one.key === key);
    assert.ok(run, `The job ${key} should have begun by now`);
    return run;
  }

  status(key: string): JobStatus | undefined {
    return this.scheduler.status(key);
  }

  load(): LoadSignal {
    return this.scheduler.load();
  }

  expectStatus(key: string, expected: JobStatus | undefined, when: string): void {
    assert.deepEqual(this.status(key), expected, `${when} the status of ${key} should be`);
  }

  async outcome(key: string): Promise<Outcome> {
    const state = await settled(this.scheduler.wait(key));
    if (state.state === 'rejected')
      assert.fail(`wait() of ${key} should give its outcome, not reject with ${nameOf(state.reason)}`);
    assert.equal(state.state, 'fulfilled', `wait() of ${key} should have its outcome by now, but is`);
    return (state as { readonly value: Outcome }).value;
  }

  async expectDone(key: string, value: unknown, when: string): Promise<void> {
    assert.deepEqual(await this.outcome(key), { state: 'done', value }, `${when} the outcome of ${key} is`);
  }

  /** Fails unless the job has failed with this very error. */
  async expectFailed(key: string, error: unknown, when: string): Promise<void> {
    const outcome = await this.outcome(key);
    assert.equal(outcome.state, 'failed', `${when} ${key} should have`);
    const actual = (outcome as { readonly error: unknown }).error;
    assert.ok(
      actual === error,
      `${when} the outcome of ${key} should hold the very error of its last attempt, not ${nameOf(actual)}`,
    );
  }

  async expectUnknown(key: string, when: string): Promise<void> {
    this.expectStatus(key, undefined, when);
    const state = await settled(this.scheduler.wait(key));
    assert.ok(
      state.state === 'rejected' && isCalled(state.reason, 'UnknownJobError'),
      `${when} wait() of ${key} should reject with UnknownJobError, but it is ${state.state}`,
    );
  }
}

/** Two levels are enough for the options; the predicate stays a function. */
function structuredCopy(options: SchedulerOptions): SchedulerOptions {
  const { workers, limits, maxWaiting, retry, scale } = options;
  return {
    ...options,
    workers: { ...workers },
    limits: { fast: { ...limits.fast }, slow: { ...limits.slow } },
    maxWaiting: { ...maxWaiting },
    retry: { ...retry },
    scale: { ...scale, typicalMs: { ...scale.typicalMs } },
  };
}

const isCalled = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

export function expectHardLimit(error: unknown, lane: Lane, hardMs: number, what: string): void {
  assert.ok(error instanceof HardLimitError, `${what} should be a HardLimitError, not ${nameOf(error)}`);
  assert.deepEqual([error.lane, error.hardMs], [lane, hardMs], `${what} should name lane and limit:`);
}

export function expectSoftLimit(error: unknown, lane: Lane, softMs: number, what: string): void {
  assert.ok(error instanceof SoftLimitError, `${what} should be a SoftLimitError, not ${nameOf(error)}`);
  assert.deepEqual([error.lane, error.softMs], [lane, softMs], `${what} should name lane and limit:`);
}

export function expectCancelled(error: unknown, key: string, what: string): void {
  assert.ok(error instanceof CancelledError, `${what} should be a CancelledError, not ${nameOf(error)}`);
  assert.equal(error.key, key, `${what} should name the job:`);
}

export function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Names for jobs: `fast 1`, `fast 2`, … */
export const named = (lane: Lane, count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, i) => `${lane} ${from + i}`);
