import { RecentKeys } from './recentKeys';
import type { Decision, Limiter, LimiterOptions } from './types';

/**
 * The last `limit` admissions of one key, in a ring. There is room for one more exactly when the place it would take
 * is empty or holds a moment that has left the window, so admitting is O(1) without tidying; counting what remains is
 * a binary search. Always `limit` numbers per active key.
 */
class Ring {
  private readonly moments: Float64Array;
  /** The place of the oldest, which the next one will take. */
  private next = 0;

  constructor(size: number) {
    this.moments = new Float64Array(size).fill(-Infinity);
  }

  get oldest(): number {
    return this.moments[this.next]!;
  }

  add(moment: number): void {
    this.moments[this.next] = moment;
    this.next = (this.next + 1) % this.moments.length;
  }

  /** How many moments are at or before `horizon`. */
  countUntil(horizon: number): number {
    let low = 0;
    let high = this.moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.moments[(this.next + middle) % this.moments.length]! <= horizon) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

class SlidingLog implements Limiter {
  private readonly rings: RecentKeys<Ring>;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {
    this.rings = new RecentKeys(windowMs);
  }

  check(key: string): Decision {
    const now = performance.now();
    const horizon = now - this.windowMs;
    const ring = this.rings.get(key, now) ?? new Ring(this.limit);
    if (ring.oldest > horizon) {
      return { allowed: false, remaining: 0, retryAfterMs: Math.ceil(ring.oldest - horizon) };
    }
    ring.add(now);
    this.rings.set(key, ring, now);
    return { allowed: true, remaining: ring.countUntil(horizon), retryAfterMs: 0 };
  }
}

export const createSlidingLog = ({ limit, windowMs }: LimiterOptions): Limiter =>
  new SlidingLog(limit, windowMs);
