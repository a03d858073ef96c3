/** The figures of the story. This file belongs to the exercise and is restored before every run. */
import { TransientError } from './errors';
import type { SchedulerOptions } from './types';

const second = 1_000;
const minute = 60 * second;

/** One server with ten workers. The hidden checks use other figures as well. */
export const mondayOptions: SchedulerOptions = {
  workers: { fast: 8, slow: 2 },
  limits: {
    fast: { softMs: 1.5 * second, hardMs: 2 * second },
    slow: { softMs: 80 * second, hardMs: 90 * second },
  },
  maxWaiting: { fast: 400, slow: 40 },
  retry: {
    maxFailures: 3,
    baseMs: 500,
    capMs: 10 * second,
    isRetryable: error => error instanceof TransientError,
  },
  keepMs: 15 * minute,
  scale: {
    typicalMs: { fast: 200, slow: 30 * second },
    outMs: 60 * second,
    inMs: 5 * second,
    forMs: 60 * second,
  },
};
