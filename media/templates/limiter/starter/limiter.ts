import type { Limiter, LimiterOptions } from './types.ts';

export function createLimiter(options: LimiterOptions): Limiter {
  throw new Error(`Not written yet: ${options.limit} in ${options.windowMs} ms.`);
}
