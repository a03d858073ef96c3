/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says and on nothing else.
 *
 * All durations are milliseconds. All moments are readings of `performance.now()`.
 */

/**
 * - `closed`: calls pass, failures are watched
 * - `open`: calls are refused until the cool-down is over
 * - `half-open`: a few probes pass, everybody else is refused
 * - `forced-open`, `forced-closed`: an operator decided; stays until an operator decides otherwise
 */
export type BreakerState = 'closed' | 'open' | 'half-open' | 'forced-open' | 'forced-closed';

/**
 * One attempt at the model. `signal` is aborted when the call ends before the operation does: by the time-out, or by
 * its caller giving up. It is not aborted later. An operation may ignore the signal, settle long after it, throw
 * synchronously, or have its own call cancelled before it returns.
 */
export type Operation<T> = (signal: AbortSignal) => Promise<T>;

export interface CallOptions {
  /** The caller's own signal: the user closed the tab, the request's deadline is over. */
  readonly signal?: AbortSignal | undefined;
}

/** Every option has a default; `options.ts` fills them in and refuses nonsense. */
export interface BreakerOptions {
  /** Opens on this many counted failures in a row. `Infinity` turns the rule off. Default 5. */
  readonly consecutiveFailures?: number;
  /** Opens when failures ÷ calls in the window is this share or more, 0 < rate ≤ 1. Default 0.5. */
  readonly failureRate?: number;
  /** The rate means nothing below this many counted calls in the window. `Infinity` turns the rule off. Default 20. */
  readonly minimumCalls?: number;
  /** Length of the rolling window for the rate. Default 10,000. */
  readonly windowMs?: number;
  /** How long the breaker stays open before it lets a probe through. Default 30,000. */
  readonly coolDownMs?: number;
  /** Probes in flight at the same time while half-open. Default 2. */
  readonly maxProbes?: number;
  /** Successful probes that close the breaker. Default 3. */
  readonly successesToClose?: number;
  /**
   * A call that is still under way after this long is given up. If it ends in that very moment, either may win.
   * Default 10,000.
   */
  readonly timeoutMs?: number;
  /**
   * Whether an error says that the model is in trouble. Default: `isModelFailure` in `options.ts`. Not asked about
   * time-outs (they always count) and about calls which their caller cancelled (they never do). If it throws, the
   * error counts. It only judges: it does nothing to the breaker.
   */
  readonly countsAsFailure?: (error: unknown) => boolean;
}

/** Why the state changed. When one failure reaches both thresholds, the reason is `consecutive-failures`. */
export type ChangeReason =
  | 'consecutive-failures'
  | 'failure-rate'
  | 'cool-down-over'
  | 'probe-failed'
  | 'probes-succeeded'
  /** `forceOpen`, `forceClosed` or `reset`. */
  | 'manual';

export interface StateChange {
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly reason: ChangeReason;
  /** The reading of `performance.now()` at the change. */
  readonly at: number;
}

export type StateListener = (change: StateChange) => void;

/** A copy: it does not change afterwards. Counters are 0 in states that have no use for them. */
export interface BreakerSnapshot {
  readonly state: BreakerState;
  /** Closed: counted failures since the last success. */
  readonly consecutiveFailures: number;
  /** Closed: successes and counted failures in the rolling window. */
  readonly windowCalls: number;
  /** Closed: counted failures in the rolling window. */
  readonly windowFailures: number;
  /** Half-open: probes under way. */
  readonly probesInFlight: number;
}

export interface CircuitBreaker {
  /**
   * Runs the operation, or refuses. Whether the call is admitted is decided before `call` returns. Never throws
   * synchronously; the promise rejects with
   *
   * - `CircuitOpenError` if the call was refused,
   * - `CallTimeoutError` if it was still under way after `timeoutMs`,
   * - the reason of `options.signal` if that aborted (before the call: in every state, and nothing else happens),
   * - whatever the operation threw or rejected with, the very same value.
   */
  call<T>(operation: Operation<T>, options?: CallOptions): Promise<T>;
  /** Reading it changes nothing: an open breaker reads `open` until a call arrives after the cool-down. */
  readonly state: BreakerState;
  snapshot(): BreakerSnapshot;
  /**
   * Listeners are called synchronously, in the order in which they were added, after the state has changed and before
   * the call that changed it settles. What a listener throws is kept away from the breaker and from its callers; write
   * it to `console` if you like.
   *
   * A listener may itself cause the next change, with `forceOpen()` for example; then too everybody hears of the changes
   * in the order in which they happened. It may also make calls.
   *
   * Two things are up to you: whether a function that was added twice is told once or twice, and whether one that is
   * added or removed while changes are being told still hears of those.
   *
   * @returns removes the listener; calling it again does nothing
   */
  onStateChange(listener: StateListener): () => void;
  /** Refuses every call until `forceClosed` or `reset`. */
  forceOpen(): void;
  /** Admits every call and counts nothing until `forceOpen` or `reset`. Time-outs still apply. */
  forceClosed(): void;
  /** Back to automatic: closed, with empty counters, whatever the state was. */
  reset(): void;
}

// --- Answers in spite of it all -----------------------------------------------------------------------------------

export interface Question {
  readonly id: string;
  readonly prompt: string;
}

/** Where an answer can come from. Any of these may reject or throw. */
export interface AnswerSources {
  /** The large hosted model. */
  model(question: Question, signal: AbortSignal): Promise<string>;
  /** An earlier answer to the same question; `undefined` if there is none. Has a short time-out of its own. */
  cached(question: Question): Promise<string | undefined>;
  /** A smaller model, hosted elsewhere. */
  smallModel(question: Question, signal: AbortSignal): Promise<string>;
  /** Promises an answer by e-mail; gives the number of the ticket. Has a short time-out of its own. */
  enqueue(question: Question): Promise<string>;
}

/** Says honestly where it came from, so that the page can say so too. */
export type Answer =
  | { readonly source: 'model' | 'cache' | 'small-model'; readonly text: string }
  | { readonly source: 'queue'; readonly ticket: string };

export interface AnswererOptions {
  /** In front of the large model, and of nothing else. */
  readonly breaker: CircuitBreaker;
  /** In front of the small model, with options of its own. */
  readonly smallBreaker: CircuitBreaker;
  readonly sources: AnswerSources;
  /** The one that `breaker` was given. As there, an error counts if it throws. Default: `isModelFailure`. */
  readonly countsAsFailure?: (error: unknown) => boolean;
}

export interface Answerer {
  /**
   * Rejects with the large model's own error if that does not count as a failure, with the reason of `options.signal`
   * as soon as that is aborted, at whatever step, and with `NoAnswerError` if every source failed.
   */
  answer(question: Question, options?: CallOptions): Promise<Answer>;
}
