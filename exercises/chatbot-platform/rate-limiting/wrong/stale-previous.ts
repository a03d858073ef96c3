import { createSteadyClock } from './steadyClock';
import type { Limiter, LimiterOptions } from './types';

/**
 * Estimates the last `windowMs` from two numbers per key: the count of this window and that of the one before, of
 * which only the part that is still inside the last `windowMs` is taken.
 *
 * O(1) time and memory per key, whatever the limit. The estimate supposes that the window before was used evenly;
 * where it was not, it is off (up to twice the limit can get through in the worst case, spread over the window).
 */
export function createSlidingCounter({ limit, windowMs }: LimiterOptions): Limiter {
  const now = createSteadyClock();
  let window = -1;
  let current = new Map</* key */ string, number>();
  let previous = new Map</* key */ string, number>();

  /** Moves on to the window of this moment. Idle keys fall out with the map that held them. */
  function turnTo(next: number): void {
    if (next === window) return;
    previous = current;
    current = new Map();
    window = next;
  }

  return {
    check(key) {
      const at = now();
      turnTo(Math.floor(at / windowMs));
      const elapsed = at - window * windowMs;
      const before = previous.get(key) ?? 0;
      const count = current.get(key) ?? 0;

      // Compared in units of 1/windowMs request: whole numbers, so that no rounding error decides.
      const free = (limit - count) * windowMs - before * (windowMs - elapsed);
      if (free < windowMs)
        return { allowed: false, remaining: 0, retryAfterMs: wait(before, count, elapsed) };
      current.set(key, count + 1);
      return { allowed: true, remaining: Math.floor(free / windowMs) - 1, retryAfterMs: 0 };
    },
  };

  /** How long until one more request fits, if none is made meanwhile. */
  function wait(before: number, count: number, elapsed: number): number {
    // In this window: before * (share left) has to shrink to limit - count - 1.
    if (count < limit) return Math.ceil(windowMs - elapsed - ((limit - count - 1) * windowMs) / before);
    // This window is full. In the next one it is the window before, and has to shrink to limit - 1.
    return Math.ceil(windowMs - elapsed + windowMs - ((limit - 1) * windowMs) / count);
  }
}
