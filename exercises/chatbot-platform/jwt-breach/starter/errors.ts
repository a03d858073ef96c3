/** The errors of the contract. This file belongs to the exercise and is restored before every run. */

/** The store did not carry the call out, or nobody knows whether it did. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';

  /** @param cause what the store rejected with, if it did */
  constructor(override readonly cause?: unknown) {
    super('The token store could not be asked');
  }
}

/**
 * - `unknown`: never issued by this service, or its life is over
 * - `reused`: it had been spent before; the session is over now
 * - `revoked`: its user or its network was revoked, or its session has ended
 */
export type RefreshRefusal = 'unknown' | 'reused' | 'revoked';

/** The refresh token is not good: the user has to log in again. */
export class RefreshRefusedError extends Error {
  override readonly name = 'RefreshRefusedError';

  constructor(readonly reason: RefreshRefusal) {
    super(`The refresh token was refused: ${reason}`);
  }
}
