/** The errors of the contract. This file belongs to the exercise and is restored before every run. */
import type { BreakerState } from './types';

/** The call was refused without asking the model. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';

  /**
   * @param state the state that refused: `open`, `half-open` or `forced-open`
   * @param retryAfterMs when `open`: milliseconds until the cool-down is over. Otherwise `null`: nobody knows.
   */
  constructor(
    readonly state: BreakerState,
    readonly retryAfterMs: number | null,
  ) {
    super(
      retryAfterMs === null
        ? `The breaker is ${state}`
        : `The breaker is ${state} for another ${retryAfterMs} ms`,
    );
  }
}

/** The call was given up. Also the reason of the signal that the operation holds. */
export class CallTimeoutError extends Error {
  override readonly name = 'CallTimeoutError';

  constructor(readonly timeoutMs: number) {
    super(`No answer within ${timeoutMs} ms`);
  }
}

/** What the client of the hosted model rejects with when the service answers with an HTTP error. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(readonly status: number) {
    super(`The model answered ${status}`);
  }
}

/** The model failed, and so did everything that could have stood in for it. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** Why the large model did not answer: the error to alert on. */
  override readonly cause: unknown;
  /**
   * What the fall-backs failed with, in the order in which they were tried. A refusal by the small model's breaker is
   * one of these errors; a cache miss is none.
   */
  readonly errors: readonly unknown[];

  constructor(cause: unknown, errors: readonly unknown[]) {
    super('No source could answer');
    this.cause = cause;
    this.errors = errors;
  }
}
