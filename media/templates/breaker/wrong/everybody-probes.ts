import { BreakerOpenError, type Breaker, type BreakerOptions, type BreakerState } from './types.ts';

export function createBreaker({ threshold, cooldownMs }: BreakerOptions): Breaker {
  let failures = 0;
  let openedAt: number | undefined;

  const state = (): BreakerState => {
    if (openedAt === undefined) return 'closed';
    return performance.now() >= openedAt + cooldownMs ? 'half-open' : 'open';
  };

  return {
    state,
    async call(work) {
      const before = state();
      if (before === 'open') throw new BreakerOpenError('The dependency is down.');
      try {
        const result = await work();
        failures = 0;
        openedAt = undefined;
        return result;
      } catch (error) {
        failures++;
        if (before === 'half-open' || failures >= threshold) openedAt = performance.now();
        throw error;
      }
    },
  };
}
