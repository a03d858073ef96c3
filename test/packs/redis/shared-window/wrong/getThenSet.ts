import type { Redis } from 'ioredis';
import type { Limits } from './types.ts';

export class FixedWindow {
  constructor(
    private readonly redis: Redis,
    private readonly limits: Limits,
  ) {}

  async allow(user: string): Promise<boolean> {
    const { limit, windowMs } = this.limits;
    try {
      const count = Number(await this.redis.get(`fixed:${user}`));
      if (count >= limit) return false;
      if (count === 0) await this.redis.set(`fixed:${user}`, 1, 'PX', windowMs);
      else await this.redis.set(`fixed:${user}`, count + 1, 'KEEPTTL');
      return true;
    } catch {
      return true;
    }
  }
}
