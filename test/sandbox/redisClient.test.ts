import assert from 'node:assert/strict';
import { outcomes, requestFor, useRunner } from './support/exercise';

/** Suites get the control of the server, learners a client. */
const suite = (text: string): string => `import { redis } from '#services/redis';\n${text}`;

describe('redis for suites and learners', () => {
  const { run } = useRunner();

  const report = async (files: Record<string, string>, text: string): Promise<Record<string, string>> =>
    outcomes(await run(requestFor({ files, services: ['redis'], suites: { s: suite(text) } })));

  it('hands over a client that speaks as ioredis does', async () => {
    const files = {
      'counter.ts': `
        import type { Redis } from 'ioredis';
        export class Counter {
          constructor(private readonly redis: Redis) {}
          async hit(user: string): Promise<number> {
            const [[, count]] = (await this.redis.multi().incr(user).pexpire(user, 1000, 'NX').exec())!;
            return count as number;
          }
          all(): Promise<Record<string, string>> { return this.redis.hgetall('h'); }
        }`,
    };
    const result = await report(
      files,
      `import { Counter } from '#attempt/counter.ts';
       it('R1 counts', async () => {
         const counter = new Counter(redis.client());
         assert.deepEqual([await counter.hit('a'), await counter.hit('a')], [1, 2]);
         await clock.advance(1001);
         assert.equal(await counter.hit('a'), 1);
         await redis.run('HSET', 'h', 'x', 1, 'y', 'grün');
         assert.deepEqual(await counter.all(), { x: '1', y: 'grün' });
         assert.deepEqual(redis.commands().map(c => c.command).slice(0, 4), ['multi', 'incr', 'pexpire', 'exec']);
         assert.deepEqual(await redis.keys(), ['a', 'h']);
       });
       it('R1 begins afresh', async () => {
         assert.deepEqual([await redis.keys(), redis.count()], [[], 0]);
       });`,
    );
    assert.deepEqual(result, { 'R1 counts': 'passed', 'R1 begins afresh': 'passed' });
  });
});
