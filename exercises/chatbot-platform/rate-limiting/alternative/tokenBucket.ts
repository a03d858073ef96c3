import { RecentKeys } from './recentKeys';
import type { Decision, Limiter, TokenBucketOptions } from './types';

/**
 * The same bucket told the other way round (the generic cell rate algorithm of ATM networks): one number per key, the
 * moment at which the bucket will be full. A request moves it `interval` ahead, and may not move it further than a
 * whole bucket from now.
 */
class TokenBucket implements Limiter {
  /** The time in which one token comes in. */
  private readonly interval: number;
  private readonly fillMs: number;
  private readonly fullAt: RecentKeys<number>;

  constructor({ limit, windowMs, burst = limit }: TokenBucketOptions) {
    this.interval = windowMs / limit;
    this.fillMs = burst * this.interval;
    this.fullAt = new RecentKeys(this.fillMs);
  }

  check(key: string): Decision {
    const now = performance.now();
    const fullAt = Math.max(now, this.fullAt.get(key, now) ?? 0) + this.interval;
    const room = now + this.fillMs - fullAt;
    if (room < -rounding)
      return { allowed: false, remaining: 0, retryAfterMs: Math.max(1, Math.ceil(-room)) };
    this.fullAt.set(key, fullAt, now);
    return { allowed: true, remaining: Math.floor(room / this.interval + rounding), retryAfterMs: 0 };
  }
}

/** In milliseconds and in tokens: far below what anyone can notice, far above the rounding of a double. */
const rounding = 1e-6;

export const createTokenBucket = (options: TokenBucketOptions): Limiter => new TokenBucket(options);
