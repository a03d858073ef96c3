import { RecentKeys } from './recentKeys';
import type { Limiter, TokenBucketOptions } from './types';

/** A request takes a token. The bucket starts full and is refilled evenly, `limit` tokens per `windowMs`. */
export function createTokenBucket({ limit, windowMs, burst = limit }: TokenBucketOptions): Limiter {
  const buckets = new RecentKeys<{ tokens: number; at: number }>(windowMs);
  return {
    check(key) {
      // No timer is needed: when somebody asks, how many tokens have come in since the last time?
      throw new Error('not implemented');
    },
  };
}
