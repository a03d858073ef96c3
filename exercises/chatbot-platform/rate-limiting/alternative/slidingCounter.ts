import { RecentKeys } from './recentKeys';
import { createSteadyClock } from './steadyClock';
import type { Decision, Limiter, LimiterOptions } from './types';

/** Two counts and the number of the window that the later one belongs to. */
interface Counts {
  window: number;
  before: number;
  here: number;
}

/** The estimate in requests, compared as it is: one more is admitted while the estimate is below the limit by one. */
class SlidingCounter implements Limiter {
  private readonly now = createSteadyClock();
  private readonly counts: RecentKeys<Counts>;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {
    this.counts = new RecentKeys(2 * windowMs);
  }

  check(key: string): Decision {
    const now = this.now();
    const window = Math.floor(now / this.windowMs);
    const share = now / this.windowMs - window;
    const counts = this.counts.get(key, now) ?? { window, before: 0, here: 0 };
    moveTo(window, counts);

    const used = counts.here + counts.before * (1 - share);
    if (used + 1 > this.limit + rounding) {
      return {
        allowed: false,
        remaining: 0,
        retryAfterMs: Math.ceil(this.wait(counts, share) * this.windowMs),
      };
    }
    counts.here++;
    this.counts.set(key, counts, now);
    return { allowed: true, remaining: Math.floor(this.limit - used - 1 + rounding), retryAfterMs: 0 };
  }

  /** In windows: the shares at which `before` and then `here` have shrunk to what leaves room for one request. */
  private wait({ before, here }: Counts, share: number): number {
    const room = this.limit - here - 1;
    return room >= 0 ? 1 - room / before - share : 1 - share + 1 - (this.limit - 1) / here;
  }
}

/** A share of a window, as a floating-point number near 28 million windows since 1970, is good to about 1e-9. */
const rounding = 1e-6;

function moveTo(window: number, counts: Counts): void {
  if (counts.window === window) return;
  counts.before = counts.window === window - 1 ? counts.here : 0;
  counts.here = 0;
  counts.window = window;
}

export const createSlidingCounter = ({ limit, windowMs }: LimiterOptions): Limiter =>
  new SlidingCounter(limit, windowMs);
