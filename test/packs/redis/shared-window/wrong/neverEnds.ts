import type { Redis } from 'ioredis';
import type { Limits } from './types.ts';

const script = `
local count = redis.call('INCR', KEYS[1])
return count`;

export class FixedWindow {
  constructor(
    private readonly redis: Redis,
    private readonly limits: Limits,
  ) {}

  async allow(user: string): Promise<boolean> {
    const { limit } = this.limits;
    try {
      const count = await this.redis.eval(script, 1, `fixed:${user}`);
      return Number(count) <= limit;
    } catch {
      return true;
    }
  }
}
