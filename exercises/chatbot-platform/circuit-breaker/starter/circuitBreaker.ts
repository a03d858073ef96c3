import { resolveOptions } from './options';
import type { BreakerOptions, CircuitBreaker } from './types';

/**
 * The hidden checks use this function and `createAnswerer` in `answers.ts`. `failureWindow.ts`, `deadline.ts` and
 * `stateEvents.ts` are a suggestion for dividing the work: change their signatures, merge them, or add files.
 *
 * @throws RangeError for options that make no sense (`resolveOptions` sees to it)
 */
export function createCircuitBreaker(given?: BreakerOptions): CircuitBreaker {
  const options = resolveOptions(given);

  // Questions to answer before you write the state machine:
  //
  // - What belongs to one state and must not survive a change of state?
  // - A call was admitted while the breaker was closed and ends while it is half-open. How will you know?
  // - Which ways can a call end? Which of them say something about the model?
  // - Who notices that the cool-down is over, if nobody has set a timer?

  throw new Error(
    `not implemented: a breaker that opens after ${options.consecutiveFailures} failures in a row`,
  );
}
