import { redis } from '#services/redis';
import { clock, trace } from '#testkit';

/** `down`: connections break and are refused. `silent`: what is sent arrives nowhere, and nobody is told. */
export type Outage = 'down' | 'silent';

export async function begin(outage: Outage): Promise<void> {
  if (outage === 'down') await redis.crash();
  else redis.partition();
  trace.state('Redis', outage);
}

/** Redis answers again, and knows no script if it was down. */
export function end(outage: Outage): void {
  if (outage === 'down') redis.restart();
  else redis.heal();
  trace.state('Redis', 'up');
}

/** Lets time pass until this many commands more have been carried out or `over` says so; the last is not answered yet. */
export async function untilCarriedOut(commands: number, over: () => boolean): Promise<void> {
  const from = redis.count();
  while (redis.count() - from < commands && !over()) await clock.advance(1);
}

/** Characters of all keys and of what they hold: members, fields, scores and values. */
export async function charactersHeld(): Promise<number> {
  let sum = 0;
  for (const key of await redis.keys()) sum += key.length + lengthOf(await contentOf(key));
  return sum;
}

async function contentOf(key: string): Promise<unknown> {
  const type = String(await redis.run('TYPE', key));
  switch (type) {
    case 'string':
      return redis.run('GET', key);
    case 'list':
      return redis.run('LRANGE', key, 0, -1);
    case 'set':
      return redis.run('SMEMBERS', key);
    case 'zset':
      return redis.run('ZRANGE', key, 0, -1, 'WITHSCORES');
    case 'hash':
      return redis.run('HGETALL', key);
    default:
      return redis.run('XRANGE', key, '-', '+');
  }
}

const lengthOf = (content: unknown): number =>
  Array.isArray(content)
    ? content.reduce<number>((sum, part) => sum + lengthOf(part), 0)
    : (content as string).length;
