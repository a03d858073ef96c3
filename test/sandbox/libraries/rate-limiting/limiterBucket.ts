import { TokenBucket } from 'limiter';
import { RecentKeys } from './recentKeys';
import type { Limiter, TokenBucketOptions } from './types';

/** `tokenBucket.ts` of the exercise on rate limits, on limiter's bucket, which begins empty and knows one key. */
export function createTokenBucket({ limit, windowMs, burst = limit }: TokenBucketOptions): Limiter {
  const buckets = new RecentKeys<TokenBucket>((burst * windowMs) / limit);
  const full = (): TokenBucket => {
    const bucket = new TokenBucket({ bucketSize: burst, tokensPerInterval: limit, interval: windowMs });
    bucket.content = burst;
    return bucket;
  };
  return {
    check(key) {
      const now = performance.now();
      const bucket = buckets.get(key, now) ?? full();
      if (!bucket.tryRemoveTokens(1))
        return {
          allowed: false,
          remaining: 0,
          retryAfterMs: Math.max(1, Math.ceil(((1 - bucket.content) * windowMs) / limit)),
        };
      buckets.set(key, bucket, now);
      return { allowed: true, remaining: Math.floor(bucket.content), retryAfterMs: 0 };
    },
  };
}
