import { createSteadyClock } from './steadyClock';
import type { Limiter, LimiterOptions } from './types';

/** Estimates the last `windowMs` from two numbers: the count of this window and that of the one before. */
export function createSlidingCounter({ limit, windowMs }: LimiterOptions): Limiter {
  const now = createSteadyClock();
  return {
    check(key) {
      // The windows are those of the fixed window. Which part of the one before is still inside the last windowMs?
      // If a refused user waits for the next window, is the next request admitted at its first millisecond?
      throw new Error('not implemented');
    },
  };
}
