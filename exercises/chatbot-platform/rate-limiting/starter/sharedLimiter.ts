import type { SharedLimiter, SharedLimiterOptions } from './types';

/**
 * One of several servers that keep one limit together. Each server makes its own limiter with its own connection;
 * they know of one another through Redis only.
 */
export function createSharedLimiter(options: SharedLimiterOptions): SharedLimiter {
  const { limit, windowMs, timeoutMs, whenRedisFails } = options;
  return {
    async check(key) {
      // - What does Redis have to hold, so that no window of windowMs ever sees more than `limit`?
      // - Reading, deciding and writing: what can another server do in between? And another request of this one?
      // - Whose clock decides?
      // - What if the reply is late, or an error, or never comes?
      throw new Error('not implemented');
    },
  };
}
