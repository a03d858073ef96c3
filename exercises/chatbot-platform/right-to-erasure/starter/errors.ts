/** The errors of the contract. This file belongs to the exercise and is restored before every run. */

/** There is no erasure that could be undone. The reference is a pseudonym: errors end up in logs. */
export class UnknownErasureError extends Error {
  override readonly name = 'UnknownErasureError';

  constructor(readonly reference: string) {
    super(`There is no erasure ${reference}`);
  }
}

/** It is too late to undo this erasure. */
export class GraceOverError extends Error {
  override readonly name = 'GraceOverError';

  constructor(readonly reference: string) {
    super(`The grace period of the erasure ${reference} is over`);
  }
}
