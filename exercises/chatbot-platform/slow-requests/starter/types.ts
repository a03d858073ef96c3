/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts`, and on nothing else.
 *
 * All durations are milliseconds. All moments are readings of `performance.now()`.
 */

/** Where a job waits and on whose workers it runs. */
export type Lane = 'fast' | 'slow';

/** Every option has to be given; the figures of the story are in `options.ts`. The checks give none that make no sense. */
export interface SchedulerOptions {
  /** How many workers each lane has of its own. Whole numbers, at least 1. */
  readonly workers: Readonly<Record<Lane, number>>;
  /** How long one attempt may take in each lane. `softMs` is less than `hardMs`. */
  readonly limits: Readonly<Record<Lane, TimeLimits>>;
  /** How many jobs may wait in each lane before `submit` refuses more. Whole numbers, at least 1. */
  readonly maxWaiting: Readonly<Record<Lane, number>>;
  readonly retry: RetryOptions;
  /** How long the outcome of a job is kept after its end. */
  readonly keepMs: number;
  readonly scale: ScaleOptions;
}

export interface TimeLimits {
  /** The attempt is told to come to an end. */
  readonly softMs: number;
  /** The attempt is stopped. */
  readonly hardMs: number;
}

export interface RetryOptions {
  /** How often a job may fail; the last failure is its outcome. A whole number, at least 1. */
  readonly maxFailures: number;
  /** The pause after the n-th failure is `baseMs * 2 ** (n - 1)`, … */
  readonly baseMs: number;
  /** … but never more than this. At least `baseMs`. */
  readonly capMs: number;
  /** Whether the same work may succeed if it is tried again. Never throws. */
  readonly isRetryable: (error: unknown) => boolean;
}

export interface ScaleOptions {
  /** What a lane's `meanMs` is before any attempt has ended in it. */
  readonly typicalMs: Readonly<Record<Lane, number>>;
  /** A backlog of this or more is too much. */
  readonly outMs: number;
  /** A backlog of this or less is next to nothing. Less than `outMs`. */
  readonly inMs: number;
  /** How long it has to be so before it is advice. More than 0. */
  readonly forMs: number;
}

/** What a client asks for. */
export interface Job {
  /** Chosen by the client and the same when it asks again: an idempotency key. Any text, the empty one included. */
  readonly key: string;
  /** Where the classifier of requests believes it to belong. It is sometimes wrong. */
  readonly lane: Lane;
  readonly work: Work;
}

/**
 * Does the job, once for each attempt. It may throw before it returns a promise, ignore both signals, or settle long after
 * it was stopped, or never.
 */
export type Work = (attempt: Attempt) => Promise<unknown>;

export interface Attempt {
  /** 1 for the first attempt of this job, then 2, … */
  readonly number: number;
  /** Whose limits apply. */
  readonly lane: Lane;
  /**
   * Aborted when the attempt has taken `softMs`, with a `SoftLimitError`: finish, with what there is. Says nothing about
   * attempts that ended before, and is not aborted for any other reason.
   */
  readonly hurry: AbortSignal;
  /**
   * Aborted when the attempt is stopped: with a `HardLimitError` when it has taken `hardMs`, with a `CancelledError` if the
   * job is cancelled; in any case before another attempt begins on its worker. Not aborted for any other reason. In
   * production this is the moment at which the process is killed.
   */
  readonly signal: AbortSignal;
}

/** How a job ended. */
export type Outcome =
  /** `value` is the very value that the work gave. */
  | { readonly state: 'done'; readonly value: unknown }
  /** `error` is the very thing that the last attempt threw, or a `HardLimitError`. */
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'cancelled' };

/**
 * - `waiting`: in the queue of its lane
 * - `running`: an attempt occupies a worker
 * - `pausing`: between a failure and the next attempt; neither in a queue nor on a worker
 */
export type JobState = 'waiting' | 'running' | 'pausing' | Outcome['state'];

export interface JobStatus {
  readonly state: JobState;
  /** Where it is now, or ended. */
  readonly lane: Lane;
  /** How many attempts have begun. */
  readonly attempts: number;
}

export interface LaneLoad {
  /** Jobs in the queue of this lane. */
  readonly waiting: number;
  /** Attempts of jobs of this lane that occupy a worker, whoever's worker it is. */
  readonly running: number;
  /** How long the first in the queue has been in it, since it last joined; 0 if nobody is. */
  readonly oldestWaitMs: number;
  /**
   * The mean length of the last 20 attempts that ended in this lane (all of them, if there were fewer): done, failed, or
   * stopped at the hard limit. Cancelled ones do not count. `typicalMs` if there were none.
   */
  readonly meanMs: number;
  /** How long this lane's own workers need for its queue: `waiting * meanMs / workers`. */
  readonly backlogMs: number;
}

/**
 * - `out`: there is a lane whose own backlog has been `outMs` or more all the time for the last `forMs`
 * - `in`: the backlogs of both lanes have been `inMs` or less all the time for the last `forMs`
 * - `hold`: anything else. A scheduler begins to exist with backlogs of 0, so this is the first advice.
 *
 * What lasts for no time at all, as between the end of one attempt and the start of the next, may count or not.
 */
export type ScaleAdvice = 'out' | 'hold' | 'in';

export interface LoadSignal extends Readonly<Record<Lane, LaneLoad>> {
  readonly advice: ScaleAdvice;
}

export interface LaneScheduler {
  /**
   * Takes a job. Whether it runs or waits is decided before `submit` returns; its work is called in the same instant, then
   * or a moment later. `known` means that there is a job with this key, whatever has become of it, and nothing has changed.
   * @throws LaneFullError if its lane has `maxWaiting` jobs waiting and the key is not known; nothing has changed
   */
  submit(job: Job): 'accepted' | 'known';
  /** Undefined if no job has this key, or not any more. A copy: it does not change afterwards. */
  status(key: string): JobStatus | undefined;
  /**
   * The outcome, now or when there is one. Any number of clients may wait for one job. Does not throw synchronously; the
   * promise rejects with `UnknownJobError`, or, with no effect on the job, with the reason of `signal` when it is aborted:
   * already at the call too, even if there is an outcome. With an unknown key and an aborted signal, either will do.
   */
  wait(key: string, signal?: AbortSignal): Promise<Outcome>;
  /** Ends a job that has not ended. False if there is none. */
  cancel(key: string): boolean;
  /** How busy it is now. A copy: it does not change afterwards. */
  load(): LoadSignal;
}
