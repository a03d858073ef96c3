import { BreakerOpenError, type Breaker, type BreakerOptions, type BreakerState } from './types.ts';

export function createBreaker({ threshold, cooldownMs }: BreakerOptions): Breaker {
  let failures = 0;
  let openedAt: number | undefined;
  let probing = false;

  const state = (): BreakerState => {
    if (openedAt === undefined) return 'closed';
    return performance.now() >= openedAt + cooldownMs ? 'half-open' : 'open';
  };

  return {
    state,
    async call(work) {
      const before = state();
      if (before === 'open' || probing) throw new BreakerOpenError('The dependency is down.');
      probing = before === 'half-open';
      try {
        const result = await work();
        failures = 0;
        openedAt = undefined;
        return result;
      } catch (error) {
        failures++;
        if (before === 'half-open' || failures >= threshold) openedAt = performance.now();
        throw error;
      } finally {
        probing = false;
      }
    },
  };
}
