import assert from 'node:assert/strict';
import { redis } from '#services/redis';
import { clock, random, trace } from '#testkit';
import { Cluster, type Reply } from './cluster';
import { begin, charactersHeld, end, untilCarriedOut } from './outages';

describe('When Redis fails', () => {
  it('R14 closed: while Redis is down every request is refused and told when to come back', async () => {
    const cluster = new Cluster({ whenRedisFails: 'closed' });
    await cluster.askInTurn(3);
    await begin('down');
    for (let i = 0; i < 10; i++) {
      const { allowed, remaining, retryAfterMs, degraded } = await cluster.ask(`user-${i % 3}`);
      assert.deepEqual(
        { allowed, remaining, degraded },
        { allowed: false, remaining: 0, degraded: true },
        'Redis is down and the limiter has to fail closed: refused, nothing remaining, degraded.',
      );
      assert.ok(
        Number.isInteger(retryAfterMs) && retryAfterMs >= 1 && retryAfterMs <= 60_000,
        `retryAfterMs has to be a whole number from 1 to the window of 60000; it was ${retryAfterMs}.`,
      );
      await clock.advance(random.int(0, 700));
    }
  });

  it('R14 open: while Redis is down every request is admitted', async () => {
    const cluster = new Cluster({ limit: 3, whenRedisFails: 'open' });
    await cluster.askInTurn(2);
    await begin('down');
    for (let i = 0; i < 10; i++) {
      const { allowed, remaining, retryAfterMs, degraded } = await cluster.ask(`user-${i % 2}`);
      assert.deepEqual(
        { allowed, remaining, retryAfterMs, degraded },
        { allowed: true, remaining: 0, retryAfterMs: 0, degraded: true },
        'Redis is down and the limiter has to fail open: admitted, nothing remaining, nothing to wait for, degraded.',
      );
      await clock.advance(random.int(0, 700));
    }
  });

  it('R14 a second after Redis is back it decides again, and remembers', async () => {
    for (const whenRedisFails of ['open', 'closed'] as const) {
      const cluster = new Cluster({ limit: 10, whenRedisFails });
      const server = random.int(0, 4);
      await cluster.askInTurn(11, 'user-7', server);
      await begin('down');
      await cluster.askInTurn(10, 'user-7', server);
      await clock.advance(random.int(0, 20_000));
      await cluster.askInTurn(10, 'user-7', server);
      end('down');
      await clock.advance(1_000);
      const spent = await cluster.ask('user-7', server);
      assert.ok(!spent.degraded, 'Redis has been back for 1 s, and a decision was made without it.');
      assert.ok(
        !spent.allowed,
        'A user who had used up the limit before the outage was admitted after it, in the same window.',
      );
      const fresh = await cluster.ask('user-8', server);
      assert.ok(fresh.allowed, 'After the outage a user who had made no request was refused.');
    }
  });

  it('R15 a slow Redis does not make a decision late', async () => {
    for (const whenRedisFails of ['open', 'closed'] as const) {
      const cluster = new Cluster({ timeoutMs: 50, whenRedisFails });
      for (const [from, to] of [
        [52, 240],
        [30, 48],
        [24, 120],
      ] as const) {
        redis.latency(() => random.int(from, to));
        for (let i = 0; i < 8; i++) checkInTime(await cluster.ask(`user-${i}`), 50);
        await clock.advance(random.int(0, 1_500));
      }
      redis.latency(() => random.int(52, 240));
      const { allowed, degraded } = await cluster.ask();
      assert.deepEqual(
        { allowed, degraded },
        { allowed: whenRedisFails === 'open', degraded: true },
        `Redis needs more than the 50 ms there are; the limiter has to fail ${whenRedisFails} and say that it is degraded.`,
      );
    }
  });

  it('R15 a Redis that never answers does not hold a request up', async () => {
    for (const whenRedisFails of ['open', 'closed'] as const) {
      const cluster = new Cluster({ timeoutMs: 50, whenRedisFails });
      await begin('silent');
      for (let server = 0; server < 5; server++) {
        const reply = await cluster.ask('user-7', server);
        checkInTime(reply, 50);
        assert.equal(
          reply.allowed,
          whenRedisFails === 'open',
          `No answer from Redis, and the limiter has to fail ${whenRedisFails}: the request was ${reply.allowed ? 'admitted' : 'refused'}.`,
        );
      }
      end('silent');
    }
  });

  it('R15 a decision takes two round trips at the most', async () => {
    const cluster = new Cluster({ limit: 5, timeoutMs: 50 });
    redis.latency(20);
    for (let i = 0; i < 20; i++) {
      const { asked, answered, degraded } = await cluster.ask(`user-${random.int(0, 2)}`);
      const trips = (answered - asked) / 20;
      assert.ok(
        trips <= 2.1 && !degraded,
        `One round trip takes 20 ms and nobody else was asking; the decision took ${answered - asked} ms${degraded ? ' and was made without Redis' : ''}.`,
      );
      await clock.advance(random.int(0, 3_000));
    }
  });

  it('R16 two windows after the last request Redis holds nothing', async () => {
    const cluster = new Cluster({ limit: 5 });
    for (let i = 0; i < 100; i++) {
      await cluster.ask(`user-${random.int(0, 30)}`);
      await clock.advance(random.int(0, 1_500));
    }
    await clock.advance(120_000);
    const { length: size } = await redis.keys();
    assert.equal(
      size,
      0,
      `31 users were not seen for two windows; Redis still holds ${size} ${size === 1 ? 'key' : 'keys'}.`,
    );
  });

  it('R16 what Redis holds of a user is bounded, however long the user is active and however often refused', async () => {
    const limit = 10;
    const bound = 64 * limit + 256;
    const cluster = new Cluster({ limit, windowMs: 20_000 });
    trace.limit('characters in Redis', bound);
    for (let i = 1; i <= 200; i++) {
      await cluster.ask();
      if (i % 5 > 0) continue;
      const characters = await charactersHeld();
      trace.point('characters in Redis', characters);
      assert.ok(
        characters <= bound,
        `After ${i} requests of one user in ${Math.round(clock.elapsed() / 1000)} s Redis holds ${characters} characters; ${bound} is the bound.`,
      );
      // Twice as many requests as are allowed, without a pause in which everything may be forgotten.
      await clock.advance(random.int(0, 8_000));
    }
  });

  it('R16 a connection that breaks in the middle of a decision leaves nothing behind for ever', async () => {
    const cluster = new Cluster({ limit: 3, timeoutMs: 500 });
    for (let calls = 1; calls <= 5; calls++) {
      let answered = 0;
      const replies = Promise.all(
        [0, 1, 2].map(() => cluster.send(`user-${calls}`).finally(() => (answered += 1))),
      );
      await untilCarriedOut(calls, () => answered === 3);
      await begin('down');
      await cluster.answerOf(replies);
      end('down');
      await clock.advance(120_000);
      const { length: size } = await redis.keys();
      assert.equal(
        size,
        0,
        `The connections broke after ${calls} ${calls === 1 ? 'command' : 'commands'}. Two windows later Redis still holds ${size} of a user’s keys.`,
      );
      await clock.advance(1_000);
      const { allowed } = await cluster.ask(`user-${calls}`);
      assert.ok(
        allowed,
        'A user whose request was cut off by an outage was still refused two windows later.',
      );
      await clock.advance(120_000);
    }
  });
});

function checkInTime({ asked, answered }: Reply, timeoutMs: number): void {
  assert.ok(
    answered - asked <= timeoutMs + 1,
    `A decision is due ${timeoutMs} ms after the request, whatever Redis does; it took ${answered - asked} ms.`,
  );
}
