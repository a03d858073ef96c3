import assert from 'node:assert/strict';
import { redis } from '#services/redis';
import { clock, random, trace } from '#testkit';
import { checkNeverMore, checkNoNeedlessRefusal, Cluster, slack, type Reply } from './cluster';
import { restlessGaps, tenFiftyNine } from './requests';

/** Sends random traffic of one user to the five servers, without waiting for answers. */
async function restlessTraffic(cluster: Cluster, requests: number): Promise<void> {
  const { limit, windowMs } = cluster.settings;
  const pending: Promise<Reply>[] = [];
  for (const gap of restlessGaps(windowMs, limit)) {
    if (pending.length === requests) break;
    await clock.advance(gap);
    pending.push(cluster.send());
  }
  await cluster.answerOf(Promise.all(pending));
}

describe('Five servers, one limit', () => {
  it('R11 of 500 requests in 20 seconds, spread over five servers, at most 100 are admitted', async () => {
    const cluster = new Cluster();
    const pending: Promise<Reply>[] = [];
    for (let i = 0; i < 500; i++) {
      await clock.advance(Math.round(random.exponential(40)));
      pending.push(cluster.send());
    }
    await cluster.answerOf(Promise.all(pending));
    checkNeverMore(cluster.replies, 100, 60_000);
  });

  it('R11 requests that reach all servers in the same instant share the limit', async () => {
    for (let round = 0; round < 3; round++) {
      const cluster = new Cluster({ limit: 20, name: `round ${round}` });
      await cluster.answerOf(
        Promise.all(Array.from({ length: 40 }, (_, i) => cluster.send('user-7', i % 5))),
      );
      checkNeverMore(cluster.replies, 20, 60_000, ', all of them asked in one instant');
    }
  });

  it('R11 a user who used up the limit at 10:59:59 gets nothing at 11:00:00 nor in the minute after', async () => {
    clock.setWallClock(tenFiftyNine);
    const cluster = new Cluster();
    await clock.advance(58_500);
    await cluster.askInTurn(100);
    await clock.advanceTo('2026-03-02T11:00:00.000Z');
    for (let second = 0; second < 58; second++) {
      await cluster.askInTurn(2);
      await clock.advance(1_000 - (clock.elapsed() % 1_000));
    }
    checkNeverMore(cluster.replies, 100, 60_000);
  });

  it('R11 no traffic gets more than the limit into any window', async () => {
    for (const windowMs of [5_000, 60_000]) {
      const cluster = new Cluster({ limit: random.int(5, 16), windowMs, name: `${windowMs}` });
      await restlessTraffic(cluster, 150);
      checkNeverMore(cluster.replies, cluster.settings.limit, windowMs);
    }
  });

  it('R12 no traffic is refused while fewer than the limit were admitted', async () => {
    for (const windowMs of [6_000, 60_000]) {
      const cluster = new Cluster({ limit: random.int(5, 16), windowMs, name: `${windowMs}` });
      await restlessTraffic(cluster, 150);
      checkNoNeedlessRefusal(cluster.replies, cluster.settings.limit, windowMs);
    }
  });

  it('R12 the whole limit is there for a user who meets only one server, and again a window later', async () => {
    const cluster = new Cluster({ limit: 40 });
    await cluster.askInTurn(40, 'user-7', 3);
    await clock.advance(60_000 + slack(60_000));
    await cluster.askInTurn(40, 'user-7', 1);
    checkNoNeedlessRefusal(cluster.replies, 40, 60_000);
  });

  it('R13 servers whose clocks disagree, and which were started hours apart, keep the limit', async () => {
    const windowMs = 10_000;
    const cluster = new Cluster({ limit: 20, windowMs });
    const skews = random.shuffle([-8_000, -3_000, 0, 4_000, 9_000]).map(ms => ms + random.int(-500, 500));
    const uptimes = skews.map(() => random.int(0, 36_000_000));
    const start = clock.now();
    for (let i = 0; i < 150; i++) {
      const server = random.int(0, 4);
      clock.setWallClock(start + clock.elapsed() + skews[server]!);
      clock.setUptime(clock.elapsed() + uptimes[server]!);
      await cluster.ask('user-7', server);
      await clock.advance(Math.round(random.exponential(200)));
    }
    checkNeverMore(cluster.replies, 20, windowMs, ' by servers whose clocks disagree by up to 17 s');
    checkNoNeedlessRefusal(cluster.replies, 20, windowMs);
  });

  it('R5 shared limiter: a refused request costs the user nothing', async () => {
    const cluster = new Cluster({ limit: 20 });
    // One server throughout: how they share the limit is for R11 and R12.
    const ask = (requests: number): Promise<number> => cluster.askInTurn(requests, 'user-7', 2);
    const before = await ask(21);
    const full = clock.elapsed();
    while (clock.elapsed() < full + 58_000) {
      await ask(3);
      await clock.advance(random.int(100, 900));
    }
    await clock.advance(full + 60_000 + slack(60_000) - clock.elapsed());
    const after = await ask(21);
    assert.equal(
      after,
      before,
      `A user spent all ${before} requests and kept trying for a minute. A window after the last admitted one, ${after} were admitted.`,
    );
  });

  it('R6 shared limiter: every server says what remains of the one limit', async () => {
    const cluster = new Cluster({ limit: 25 });
    for (let left = 24; left >= 0; left--) {
      const { server, allowed, remaining } = await cluster.ask();
      assert.ok(allowed, `Request ${25 - left} of a new user was refused; the limit is 25.`);
      assert.equal(
        remaining,
        left,
        `After ${25 - left} of 25 requests server ${server + 1} said that ${remaining} remain.`,
      );
    }
    assert.equal((await cluster.ask()).remaining, 0, 'A refused request was told that more requests remain.');
  });

  it('R7 shared limiter: whoever waits for retryAfterMs is admitted, and the wait is not longer than needed', async () => {
    const windowMs = 30_000;
    const cluster = new Cluster({ limit: 10, windowMs });
    const server = random.int(0, 4);
    for (let round = 0; round < 8; round++) {
      let reply = await cluster.ask('user-7', server);
      for (let i = 0; reply.allowed && i < 50; i++) {
        await clock.advance(random.int(0, 2_000));
        reply = await cluster.ask('user-7', server);
      }
      assert.ok(
        !reply.allowed,
        'Fifty requests of a user were admitted within 100 s; the limit is 10 in 30 s.',
      );
      const { retryAfterMs } = reply;
      trace.point('retryAfterMs', retryAfterMs);
      assert.ok(
        Number.isInteger(retryAfterMs) && retryAfterMs >= 1,
        `A refused request has to be told a whole number of milliseconds, at least 1; it was told ${retryAfterMs}.`,
      );
      const oldest = cluster.replies.filter(({ allowed }) => allowed).at(-10);
      const needed = oldest ? oldest.answered + windowMs - reply.asked : 0;
      // A refusal without need is for R12.
      if (needed > 0) {
        assert.ok(
          retryAfterMs <= needed + slack(windowMs) + 1,
          `There is room again after ${needed} ms (and ${slack(windowMs)} ms of slack); the user was told to wait ${retryAfterMs} ms.`,
        );
      }
      await clock.advance(retryAfterMs + 1);
      const next = await cluster.ask('user-7', server);
      assert.ok(
        next.allowed,
        `A user who stayed quiet for the ${retryAfterMs} ms asked for was refused all the same.`,
      );
      assert.equal(next.retryAfterMs, 0, `An admitted request was told to wait ${next.retryAfterMs} ms.`);
    }
  });

  it('R8 shared limiter: names and keys that look alike are counted apart', async () => {
    const usual = await new Cluster({ limit: 2 }).askInTurn(3, 'nobody resembles this one', 0);
    const first = new Cluster({ limit: 2, name: 'chat' });
    const named = ['', 'chat:user', 'chat:user:7', 'user', 'a'].map(name => new Cluster({ limit: 2, name }));
    const keys = ['7', 'user:7', ':user:7', '', 'user', ':', '__proto__', '["chat","7"]', 'é', 'e\u0301'];
    for (const cluster of [first, ...named]) {
      for (const key of random.shuffle(keys)) {
        const admitted = await cluster.askInTurn(3, key, 0);
        const who = `limit ${JSON.stringify(cluster.settings.name)}, key ${JSON.stringify(key)}`;
        assert.equal(
          admitted,
          usual,
          `A new user makes ${usual} of 3 requests; for ${who}, which nobody had used, ${admitted} were admitted.`,
        );
      }
    }
  });

  it('R8 shared limiter: new servers with an empty Redis know nothing of earlier ones', async () => {
    const first = await new Cluster({ limit: 5 }).askInTurn(6, 'user-7', 0);
    await redis.flush();
    const second = await new Cluster({ limit: 5 }).askInTurn(6, 'user-7', 0);
    assert.equal(
      second,
      first,
      `Of 6 requests ${first} were admitted; servers started after that, with an empty Redis, admitted ${second} of the same user.`,
    );
  });
});
