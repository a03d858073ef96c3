/** The errors of the contract. This file belongs to the exercise and is restored before every run. */
import type { Lane } from './types';

/** There is no room: the client should come back later. */
export class LaneFullError extends Error {
  override readonly name = 'LaneFullError';

  constructor(readonly lane: Lane) {
    super(`Too many jobs wait in the ${lane} lane`);
  }
}

/** No job has this key, or its outcome is no longer kept. */
export class UnknownJobError extends Error {
  override readonly name = 'UnknownJobError';

  constructor(readonly key: string) {
    super(`There is no job with the key ${JSON.stringify(key)}`);
  }
}

/** An attempt has taken so long that it should come to an end by itself. */
export class SoftLimitError extends Error {
  override readonly name = 'SoftLimitError';

  constructor(
    readonly lane: Lane,
    readonly softMs: number,
  ) {
    super(`An attempt in the ${lane} lane should be over after ${softMs} ms`);
  }
}

/** An attempt was stopped because it took too long. */
export class HardLimitError extends Error {
  override readonly name = 'HardLimitError';

  constructor(
    readonly lane: Lane,
    readonly hardMs: number,
  ) {
    super(`An attempt in the ${lane} lane was stopped after ${hardMs} ms`);
  }
}

/** An attempt was stopped because its job was cancelled. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';

  constructor(readonly key: string) {
    super(`The job ${JSON.stringify(key)} was cancelled`);
  }
}

/** Something outside failed that may work the next time: a lost connection, a 503, a 429. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}
