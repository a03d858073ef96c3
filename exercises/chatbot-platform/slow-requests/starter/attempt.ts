import type { Lane, TimeLimits, Work } from './types';

/** How an attempt ended. What follows from it is the scheduler's business. */
export type Ending =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'hard-limit' };

/**
 * Runs the work once, under the limits of a lane. `ended` is called once, whatever the work does: throw before it returns
 * a promise, ignore its signals, settle after it was stopped, or never settle.
 */
export function startAttempt(
  work: Work,
  number: number,
  lane: Lane,
  limits: TimeLimits,
  ended: (ending: Ending) => void,
): void {
  throw new Error(
    `not implemented: attempt ${number} in the ${lane} lane for ${limits.hardMs} ms, ${work.name}, ${ended.name}`,
  );
}
