/** The errors of the contract. This file belongs to the exercise and is restored before every run. */

/**
 * Somebody who was needed did not answer in time. Whoever gets this tries again with the same token; it is no reason to
 * ask for a password.
 */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';

  /** @param cause what the store or the directory rejected with, if it did */
  constructor(override readonly cause?: unknown) {
    super('The auth service cannot decide this now');
  }
}

/**
 * - `invalid`: no refresh token of a session that goes on
 * - `reused`: it was spent before, and came back otherwise than the grace allows; the session is over now
 * - `disabled`: the directory says so about the account
 */
export type Refusal = 'invalid' | 'reused' | 'disabled';

/** The answer is no, and will be no: the user has to log in again, if that is possible. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(readonly reason: Refusal) {
    super(`Refused: ${reason}`);
  }
}
