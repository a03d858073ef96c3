import assert from 'node:assert/strict';
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
      const cluster = new Cluster({ limit: 20 });
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
      const cluster = new Cluster({ limit: random.int(5, 16), windowMs });
      await restlessTraffic(cluster, 250);
      checkNeverMore(cluster.replies, cluster.settings.limit, windowMs);
    }
  });

  it('R12 no traffic is refused while fewer than the limit were admitted', async () => {
    for (const windowMs of [6_000, 60_000]) {
      const cluster = new Cluster({ limit: random.int(5, 16), windowMs });
      await restlessTraffic(cluster, 250);
      checkNoNeedlessRefusal(cluster.replies, cluster.settings.limit, windowMs);
    }
  });

  it('R12 the whole limit is there for a user who meets only one server, and again a window later', async () => {
    const cluster = new Cluster();
    for (let i = 0; i < 100; i++) await cluster.ask('user-7', 3);
    await clock.advance(60_000 + slack(60_000));
    for (let i = 0; i < 100; i++) await cluster.ask('user-7', 1);
    checkNoNeedlessRefusal(cluster.replies, 100, 60_000);
  });

  it('R13 servers whose clocks disagree, and which were started hours apart, keep the limit', async () => {
    const windowMs = 10_000;
    const cluster = new Cluster({ limit: 20, windowMs });
    const skews = random.shuffle([-8_000, -3_000, 0, 4_000, 9_000]).map(ms => ms + random.int(-500, 500));
    const uptimes = skews.map(() => random.int(0, 36_000_000));
    const start = clock.now();
    for (let i = 0; i < 250; i++) {
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
    const named = ['', 'chat:user', 'chat:user:7', 'user', 'a'].map(
      name => new Cluster({ limit: 2, name }, first.store),
    );
    const keys = ['7', 'user:7', ':user:7', '', 'user', ':', '__proto__', '["chat","7"]'];
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

  it('R8 shared limiter: two installations with stores of their own know nothing of each other', async () => {
    const [here, there] = [new Cluster({ limit: 5 }), new Cluster({ limit: 5 })];
    const first = await here.askInTurn(6, 'user-7', 0);
    const second = await there.askInTurn(6, 'user-7', 0);
    assert.equal(
      second,
      first,
      `Of 6 requests ${first} were admitted in one installation, and then ${second} in another with a store of its own.`,
    );
  });
});

describe('When the store fails', () => {
  it('R14 closed: while the store is down every request is refused and told when to come back', async () => {
    const cluster = new Cluster({ whenStoreFails: 'closed' });
    await cluster.askInTurn(3);
    cluster.store.become('down');
    for (let i = 0; i < 10; i++) {
      const { allowed, remaining, retryAfterMs, degraded } = await cluster.ask(`user-${i % 3}`);
      assert.deepEqual(
        { allowed, remaining, degraded },
        { allowed: false, remaining: 0, degraded: true },
        'The store is down and the limiter has to fail closed: refused, nothing remaining, degraded.',
      );
      assert.ok(
        Number.isInteger(retryAfterMs) && retryAfterMs >= 1 && retryAfterMs <= 60_000,
        `retryAfterMs has to be a whole number from 1 to the window of 60000; it was ${retryAfterMs}.`,
      );
      await clock.advance(random.int(0, 700));
    }
  });

  it('R14 open: while the store is down every request is admitted', async () => {
    const cluster = new Cluster({ limit: 3, whenStoreFails: 'open' });
    await cluster.askInTurn(2);
    cluster.store.become('down');
    for (let i = 0; i < 10; i++) {
      const { allowed, retryAfterMs, degraded } = await cluster.ask(`user-${i % 2}`);
      assert.deepEqual(
        { allowed, retryAfterMs, degraded },
        { allowed: true, retryAfterMs: 0, degraded: true },
        'The store is down and the limiter has to fail open: admitted, nothing to wait for, degraded.',
      );
      await clock.advance(random.int(0, 700));
    }
  });

  it('R14 a second after the store is back it decides again, and remembers', async () => {
    for (const whenStoreFails of ['open', 'closed'] as const) {
      const cluster = new Cluster({ limit: 10, whenStoreFails });
      const server = random.int(0, 4);
      await cluster.askInTurn(11, 'user-7', server);
      cluster.store.become('down');
      await cluster.askInTurn(10, 'user-7', server);
      await clock.advance(random.int(0, 20_000));
      await cluster.askInTurn(10, 'user-7', server);
      cluster.store.become('up');
      await clock.advance(1_000);
      const spent = await cluster.ask('user-7', server);
      assert.ok(!spent.degraded, 'The store has been back for 1 s, and a decision was made without it.');
      assert.ok(
        !spent.allowed,
        'A user who had used up the limit before the outage was admitted after it, in the same window.',
      );
      const fresh = await cluster.ask('user-8', server);
      assert.ok(fresh.allowed, 'After the outage a user who had made no request was refused.');
    }
  });

  it('R15 a slow store does not make a decision late', async () => {
    for (const whenStoreFails of ['open', 'closed'] as const) {
      const cluster = new Cluster({ timeoutMs: 50, whenStoreFails });
      for (const [from, to] of [
        [26, 120],
        [15, 24],
        [12, 60],
      ] as const) {
        cluster.store.latency = () => random.int(from, to);
        for (let i = 0; i < 8; i++) checkInTime(await cluster.ask(`user-${i}`), 50);
        await clock.advance(random.int(0, 1_500));
      }
      cluster.store.latency = () => random.int(26, 120);
      const { allowed, degraded } = await cluster.ask();
      assert.deepEqual(
        { allowed, degraded },
        { allowed: whenStoreFails === 'open', degraded: true },
        `The store needs more than the 50 ms there are; the limiter has to fail ${whenStoreFails} and say that it is degraded.`,
      );
    }
  });

  it('R15 a store that never answers does not hold a request up', async () => {
    for (const whenStoreFails of ['open', 'closed'] as const) {
      const cluster = new Cluster({ timeoutMs: 50, whenStoreFails });
      cluster.store.become('silent');
      for (let server = 0; server < 5; server++) {
        const reply = await cluster.ask('user-7', server);
        checkInTime(reply, 50);
        assert.equal(
          reply.allowed,
          whenStoreFails === 'open',
          `No answer from the store, and the limiter has to fail ${whenStoreFails}: the request was ${reply.allowed ? 'admitted' : 'refused'}.`,
        );
      }
    }
  });

  it('R15 a decision takes two round trips at the most', async () => {
    const cluster = new Cluster({ limit: 5, timeoutMs: 50 });
    cluster.store.latency = () => 10;
    for (let i = 0; i < 20; i++) {
      const { asked, answered, degraded } = await cluster.ask(`user-${random.int(0, 2)}`);
      const trips = (answered - asked) / 20;
      assert.ok(
        trips <= 2.1 && !degraded,
        `One round trip takes 20 ms and nobody else was asking; the decision took ${answered - asked} ms.`,
      );
      await clock.advance(random.int(0, 3_000));
    }
  });

  it('R16 two windows after the last request the store holds nothing', async () => {
    const cluster = new Cluster({ limit: 5 });
    for (let i = 0; i < 200; i++) {
      await cluster.ask(`user-${random.int(0, 30)}`);
      await clock.advance(random.int(0, 1_500));
    }
    await clock.advance(120_000);
    const { size } = cluster.store;
    assert.equal(
      size,
      0,
      `31 users were not seen for two windows; the store still holds ${size} ${size === 1 ? 'key' : 'keys'}.`,
    );
  });

  it('R16 what the store holds of a user is bounded, however long the user is active and however often refused', async () => {
    const limit = 10;
    const bound = 32 * limit + 256;
    const cluster = new Cluster({ limit, windowMs: 20_000 });
    trace.limit('characters in the store', bound);
    for (let i = 1; i <= 300; i++) {
      await cluster.ask();
      const { bytes } = cluster.store;
      trace.point('characters in the store', bytes);
      assert.ok(
        bytes <= bound,
        `After ${i} requests of one user in ${Math.round(clock.elapsed() / 1000)} s the store holds ${bytes} characters; ${bound} is the bound.`,
      );
      // Twice as many requests as are allowed, without a pause in which everything may be forgotten.
      if (i % 4 === 0) await clock.advance(random.int(0, 8_000));
    }
  });

  it('R16 a connection that breaks in the middle of a decision leaves nothing behind for ever', async () => {
    const cluster = new Cluster({ limit: 3, timeoutMs: 500 });
    for (let calls = 1; calls <= 5; calls++) {
      cluster.store.breakAfter(calls);
      for (let i = 0; i < 3; i++) await cluster.ask(`user-${calls}`);
      await clock.advance(120_000);
      cluster.store.become('up');
      const { size } = cluster.store;
      assert.equal(
        size,
        0,
        `The connection broke after ${calls} ${calls === 1 ? 'call' : 'calls'} to the store. Two windows later it still holds ${size} of a user’s keys.`,
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
    `A decision is due ${timeoutMs} ms after the request, whatever the store does; it took ${answered - asked} ms.`,
  );
}
