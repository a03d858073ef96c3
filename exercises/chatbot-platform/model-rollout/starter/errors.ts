/** The error of the contract. This file belongs to the exercise and is restored before every run. */

/** A call of the candidate took too long. */
export class ModelTimeoutError extends Error {
  override readonly name = 'ModelTimeoutError';

  constructor(readonly timeoutMs: number) {
    super(`The candidate has not answered within ${timeoutMs} ms`);
  }
}
