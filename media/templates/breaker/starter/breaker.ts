import type { Breaker, BreakerOptions } from './types.ts';

export function createBreaker(options: BreakerOptions): Breaker {
  throw new Error(`Not written yet: ${options.threshold} failures, ${options.cooldownMs} ms.`);
}
