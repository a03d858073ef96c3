import { RecentKeys } from './recentKeys';
import type { Limiter, TokenBucketOptions } from './types';

interface Bucket {
  tokens: number;
  /** When `tokens` was right. */
  at: number;
}

/**
 * A request takes a token. The bucket starts full and is refilled evenly, `limit` tokens per `windowMs`, as if drop
 * by drop: nobody pours, the level is worked out when somebody asks.
 *
 * Two numbers per key; O(1) per request. In a window a key can make at most `burst + limit` requests.
 */
export function createTokenBucket({ limit, windowMs, burst = limit }: TokenBucketOptions): Limiter {
  const perMs = limit / windowMs;
  // A bucket from which nothing was taken for this long is full again: the same as one never seen.
  const buckets = new RecentKeys<Bucket>(burst / perMs);

  return {
    check(key) {
      const now = performance.now();
      const bucket = buckets.get(key, now) ?? { tokens: burst, at: now };
      bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perMs);
      bucket.at = now;

      if (bucket.tokens < 1 - tolerance) {
        return {
          allowed: false,
          remaining: 0,
          retryAfterMs: Math.max(1, Math.ceil((1 - bucket.tokens) / perMs)),
        };
      }
      bucket.tokens = Math.max(0, bucket.tokens - 1);
      buckets.set(key, bucket, now);
      return { allowed: true, remaining: Math.floor(bucket.tokens + tolerance), retryAfterMs: 0 };
    },
  };
}

/** The sum of many small refills misses a whole token by some 1e-15; a user must not wait for that. */
const tolerance = 1e-9;
