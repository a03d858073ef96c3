import { HardLimitError, SoftLimitError } from './errors';
import type { Lane, TimeLimits, Work } from './types';

/** How an attempt ended. What follows from it is the scheduler's business. */
export type Ending =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'hard-limit'; readonly error: HardLimitError };

export interface RunningAttempt {
  readonly startedAt: number;
  /** Ends it without a word to the scheduler, and tells the work why. */
  stop(reason: unknown): void;
}

/**
 * Runs the work once, under the limits of a lane. `ended` is called once, by whatever comes first: the work, the hard
 * limit, or never if `stop` did. All that the work does after that reaches nobody.
 */
export function startAttempt(
  work: Work,
  number: number,
  lane: Lane,
  { softMs, hardMs }: TimeLimits,
  ended: (ending: Ending) => void,
): RunningAttempt {
  const hurry = new AbortController();
  const kill = new AbortController();
  let isOver = false;

  const soft = setTimeout(() => hurry.abort(new SoftLimitError(lane, softMs)), softMs);
  const hard = setTimeout(() => {
    const error = new HardLimitError(lane, hardMs);
    // The scheduler first: a work that rejects the moment it hears of its end comes too late.
    end({ kind: 'hard-limit', error });
    queueMicrotask(() => kill.abort(error));
  }, hardMs);

  const close = (): boolean => {
    if (isOver) return false;
    isOver = true;
    clearTimeout(soft);
    clearTimeout(hard);
    return true;
  };
  const end = (ending: Ending): void => {
    if (close()) ended(ending);
  };

  // A turn of its own, so that work which throws at once, submits or cancels finds the scheduler in order.
  queueMicrotask(() => {
    if (isOver) return;
    new Promise(resolve => {
      resolve(work({ number, lane, hurry: hurry.signal, signal: kill.signal }));
    }).then(
      value => end({ kind: 'value', value }),
      (error: unknown) => end({ kind: 'error', error }),
    );
  });

  return {
    startedAt: performance.now(),
    stop(reason) {
      if (close()) kill.abort(reason);
    },
  };
}
