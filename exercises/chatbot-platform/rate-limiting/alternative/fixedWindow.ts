import { RecentKeys } from './recentKeys';
import { createSteadyClock } from './steadyClock';
import type { Decision, Limiter, LimiterOptions } from './types';

interface Window {
  readonly endsAt: number;
  used: number;
}

/** A window per key, opened by the key's first request in it and ending with everybody else's. */
class FixedWindow implements Limiter {
  private readonly now = createSteadyClock();
  private readonly windows: RecentKeys<Window>;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {
    this.windows = new RecentKeys(windowMs);
  }

  check(key: string): Decision {
    const now = this.now();
    let window = this.windows.get(key, now);
    if (!window || now >= window.endsAt) {
      window = { endsAt: now - (now % this.windowMs) + this.windowMs, used: 0 };
      this.windows.set(key, window, now);
    }
    if (window.used === this.limit) {
      return { allowed: false, remaining: 0, retryAfterMs: Math.ceil(window.endsAt - now) };
    }
    window.used++;
    return { allowed: true, remaining: this.limit - window.used, retryAfterMs: 0 };
  }
}

export const createFixedWindow = ({ limit, windowMs }: LimiterOptions): Limiter =>
  new FixedWindow(limit, windowMs);
