import type { Redis } from 'ioredis';
import type { Limits } from './types.ts';

const script = `
local now = tonumber(ARGV[3])
local window, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local count = redis.call('ZCARD', KEYS[1])
if count >= limit then return 0 end
redis.call('ZADD', KEYS[1], now, string.format('%.0f:%d', now, redis.call('INCR', KEYS[2])))
redis.call('PEXPIRE', KEYS[1], window)
redis.call('PEXPIRE', KEYS[2], window)
return 1`;

export class SlidingLog {
  constructor(
    private readonly redis: Redis,
    private readonly limits: Limits,
  ) {}

  async allow(user: string): Promise<boolean> {
    const { limit, windowMs } = this.limits;
    try {
      const keys = [`log:${user}`, `log:${user}:last`];
      return (await this.redis.eval(script, 2, ...keys, windowMs, limit, Date.now())) === 1;
    } catch {
      return true;
    }
  }
}
