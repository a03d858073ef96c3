import { createSteadyClock } from './steadyClock';
import type { Limiter, LimiterOptions } from './types';

/** Counts the requests of each key in windows that begin at whole multiples of `windowMs` on the wall clock. */
export function createFixedWindow({ limit, windowMs }: LimiterOptions): Limiter {
  const now = createSteadyClock();
  return {
    check(key) {
      // In which window is now()? What has the key used of it? What of the windows that are over?
      throw new Error('not implemented');
    },
  };
}
