import assert from 'node:assert/strict';
import type { Receipt } from '#attempt/types.ts';
import { clock, faults, harden, latency, random, trace, type Fault } from '#testkit';
import { confirmed, event, parseReceipt, second, Site, unavailable, type SiteOptions } from './vault.ts';

/** Records these events at once, spread over the servers, and gives what became of each. */
async function atOnce(site: Site, ids: readonly number[]): Promise<(Receipt | undefined)[]> {
  const recording = ids.map(i => site.log(i % site.logs.length).record(harden(event(i))));
  const results = await clock.until(Promise.allSettled(recording));
  return results.map(result => (result.status === 'fulfilled' ? parseReceipt(result.value) : undefined));
}

/** How often each event is in the log, by its target. */
async function count(site: Site): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let i = 0; i < site.texts.length; i++) {
    const entry = await site.read(i);
    assert.equal(entry?.index, i, `The entry with the index ${i} should be found under it`);
    found.set(entry.target, (found.get(entry.target) ?? 0) + 1);
  }
  return found;
}

function expectAllConfirmed(receipts: readonly (Receipt | undefined)[], why: string): void {
  const refused = receipts.filter(it => it === undefined).length;
  assert.equal(refused, 0, `${refused} of ${receipts.length} calls were refused; ${why}`);
}

async function expectReceipts(
  site: Site,
  ids: readonly number[],
  receipts: readonly (Receipt | undefined)[],
): Promise<void> {
  for (const [n, receipt] of receipts.entries()) {
    if (!receipt) continue;
    const entry = await site.read(receipt.index);
    assert.equal(
      entry?.target,
      `role ${ids[n]!}`,
      `What stands under the index of the receipt of event ${ids[n]!}`,
    );
    assert.equal((await site.verify(receipt)).ok, true, `The receipt of event ${ids[n]!} as an anchor`);
  }
}

/** Each server records one and the same event twice, all while the clock stands still. */
async function recordTheSame({ fault, ...options }: SiteOptions & { readonly fault?: Fault }): Promise<void> {
  const site = new Site({ timeoutMs: 60 * second, ...options });
  await site.fill(random.int(0, 2));
  const begun = site.texts.length;
  if (fault) site.apply(fault);
  const same = { actor: 'ann', action: 'role.edit', target: 'guest' };
  const calls = [...site.logs, ...site.logs].map(log => log.record(harden({ ...same })));
  const recording = calls.map((call, i) =>
    confirmed(call, `Call ${i + 1} of ${calls.length} with the same event`),
  );
  const receipts = await clock.until(Promise.all(recording));
  site.heal();
  const what = `${calls.length} calls with the same event on ${site.logs.length} servers at one moment`;
  assert.deepEqual(
    receipts.map(({ index }) => index).sort((a, b) => a - b),
    calls.map((_, i) => begun + i),
    `${what}: the indexes of their receipts`,
  );
  assert.equal(site.texts.length - begun, calls.length, `${what}: the entries in the log`);
  for (const receipt of receipts) assert.equal((await site.verify(receipt)).ok, true);
}

describe('Several writers', () => {
  it('R9 each event is in the log once, in one unbroken chain', async () => {
    for (const servers of [2, 5]) {
      const site = new Site({ servers, latencyMs: latency.uniform(1, 10), timeoutMs: 30 * second });
      const ids = Array.from({ length: 30 }, (_, i) => i);
      const receipts = await atOnce(site, ids);
      expectAllConfirmed(receipts, 'the store always answered');
      assert.deepEqual(
        receipts.map(it => it!.index).sort((a, b) => a - b),
        ids,
        'The indexes of the receipts',
      );
      assert.deepEqual(await site.verify(), { ok: true, length: 30 });
      await expectReceipts(site, ids.slice(0, 6), receipts.slice(0, 6));
      assert.deepEqual(
        [...(await count(site)).values()],
        ids.map(() => 1),
      );
    }
  });

  it('R9 two calls with equal events are two entries, even in the same millisecond', async () => {
    for (const servers of [2, 3]) for (const latencyMs of [0, 2]) await recordTheSame({ servers, latencyMs });
  });

  it('R9 while others write, too, and some of them were away', async () => {
    const site = new Site({ servers: 2, latencyMs: 0 });
    await site.record(event(0), 0);
    await site.pour(529, 1, 1);
    assert.equal(site.texts.length, 530);
    const receipt = await site.record(event(530), 0);
    assert.equal(receipt.index, 530, 'A server that heard nothing of 529 entries adds the next one');
    assert.deepEqual(await site.verify(receipt), { ok: true, length: 531 });
  });

  it('R12 events of one server are in the log in the order in which they were recorded', async () => {
    const site = new Site({ servers: 3, latencyMs: latency.uniform(1, 20), timeoutMs: 30 * second });
    const ids = Array.from({ length: 45 }, (_, i) => i);
    const receipts = await atOnce(site, ids);
    for (const server of [0, 1, 2]) {
      const indexes = receipts.filter((_, i) => i % 3 === server).map(it => it!.index);
      assert.deepEqual(
        indexes,
        indexes.toSorted((a, b) => a - b),
        `The indexes of what server ${server + 1} recorded`,
      );
    }
  });
});

describe('Answers that get lost', () => {
  it('R10 a request that failed before or after it was carried out leaves one entry', async () => {
    for (const when of ['before', 'after'] as const)
      for (const probability of [0.3, 0.6]) {
        const site = new Site({ servers: 3, timeoutMs: 60 * second });
        await site.fill(3);
        site.apply(faults.errors(probability, { when }));
        const ids = Array.from({ length: 15 }, (_, i) => i + 3);
        const receipts = await atOnce(site, ids);
        site.heal();
        expectAllConfirmed(
          receipts,
          `although ${probability * 100} % of the requests failed ${when} their work, each call had a minute to try again`,
        );
        const found = await count(site);
        for (const id of ids)
          assert.equal(found.get(`role ${id}`), 1, `Answers fail ${when} the work: event ${id}`);
        assert.deepEqual(await site.verify(), { ok: true, length: 18 });
        await expectReceipts(site, ids.slice(0, 5), receipts.slice(0, 5));
      }
  });

  it('R10 neither loses nor doubles one of several equal events', async () => {
    for (const servers of [2, 3])
      for (const when of ['before', 'after'] as const)
        await recordTheSame({ servers, latencyMs: 2, fault: faults.errors(0.3, { when }) });
  });

  it('R10 without an answer in time the call rejects, and the entry is there once or not at all', async () => {
    for (const fault of [
      faults.partition(),
      faults.partition('replies'),
      faults.partition('requests'),
      faults.crash(),
      faults.errors(1),
    ]) {
      const site = new Site({ servers: 2, timeoutMs: second });
      await site.fill(random.int(0, 3));
      const heal = site.apply(fault);
      const begun = clock.elapsed();
      await unavailable(clock.until(site.log(0).record(harden(event(100)))), 'A record without an answer');
      const took = clock.elapsed() - begun;
      assert.ok(took <= second, `It should reject within timeoutMs (${second} ms), not after ${took}`);
      await unavailable(
        clock.until(Promise.all([101, 102, 103].map(i => site.log(1).record(harden(event(i)))))),
        'Three at once',
      );
      assert.ok(
        clock.elapsed() - begun <= 2 * second,
        'Those that wait for their turn should not wait longer',
      );
      heal();
      await clock.advance(10 * second);
      for (const id of [200, 201]) await site.record(event(id), id % 2);
      const found = await count(site);
      for (const [target, times] of found) assert.equal(times, 1, `${target} is in the log ${times} times`);
      assert.deepEqual([found.get('role 200'), found.get('role 201')], [1, 1], 'After the store is back');
      assert.equal((await site.verify()).ok, true);
      assert.equal(clock.pending(), 0, 'No timer should be left');
    }
  });

  it('R10 reading and verifying reject if the store does', async () => {
    const site = new Site();
    await site.fill(3);
    site.apply(faults.crash());
    await unavailable(clock.until(site.log(0).read(1)), 'read');
    await unavailable(clock.until(site.log(0).verify()), 'verify');
    site.heal();
    assert.deepEqual(await site.verify(), { ok: true, length: 3 });
  });

  it('R10 in stories with crashes every confirmed event is there once, and no other twice', async () => {
    for (let round = 0; round < 2; round++) {
      const site = new Site({ servers: 3, timeoutMs: 3 * second, latencyMs: latency.uniform(1, 30) });
      const confirmed = new Map<number, Receipt>();
      for (let id = 0; id < 40; id++) {
        site
          .log(id % 3)
          .record(harden(event(id)))
          .then(
            receipt => void confirmed.set(id, parseReceipt(receipt)),
            () => trace.mark('log', `event ${id} was not confirmed`, 'bad'),
          );
        if (random.chance(0.15))
          site.apply(
            random.pick([faults.crash(), faults.partition('replies'), faults.errors(0.5, { when: 'after' })]),
            { forMs: random.int(10, 800) },
          );
        await clock.advance(random.int(0, 200));
      }
      await clock.advance(60 * second);
      const found = await count(site);
      for (const [target, times] of found) assert.equal(times, 1, `${target} is in the log ${times} times`);
      for (const [id, receipt] of confirmed)
        assert.equal((await site.read(receipt.index))?.target, `role ${id}`);
      trace.point('confirmed', confirmed.size);
      assert.equal((await site.verify()).ok, true);
    }
  });
});

describe('Moments', () => {
  it('R11 never go back along the log, although clocks do', async () => {
    const site = new Site({ latencyMs: 0 });
    let last = -Infinity;
    for (let i = 0; i < 30; i++) {
      clock.jumpWallClock(random.pick([0, -3_000, 4_000, -60_000, 10]));
      await clock.advance(random.int(0, 2_000));
      const called = clock.now();
      const { index } = await site.record(event(i));
      const entry = await site.read(index);
      assert.ok(
        entry && entry.at >= last,
        `Entry ${index} is from ${String(entry?.at)}, the one before from ${last}`,
      );
      assert.equal(
        entry.at,
        Math.max(called, last),
        'It is the moment of the call, or that of the entry before if that is later',
      );
      last = entry.at;
    }
  });
});

describe('What it costs', () => {
  it('R13 one round trip for an entry while nobody else writes, and no timer afterwards', async () => {
    const site = new Site({ servers: 2 });
    await site.fill(4);
    await site.record(event(4), 0);
    const before = site.roundTrips;
    for (let i = 5; i < 25; i++) await site.record(event(i), 0);
    assert.equal(site.roundTrips - before, 20, 'Twenty entries of one server should take twenty round trips');
    assert.equal(clock.pending(), 0, 'No timer should be left');
    const recording = [30, 31].map(i =>
      confirmed(site.log(0).record(harden(event(i))), `The record of event ${i}`),
    );
    const entries = await clock.until(Promise.all(recording));
    assert.deepEqual(
      entries.map(({ index }) => index),
      [25, 26],
    );
    assert.equal(site.roundTrips - before, 22);
  });

  it('R13 verifying reads each entry once, in pages', async () => {
    const site = new Site({ latencyMs: 0 });
    await site.pour(1_100);
    const before = { ...site.calls };
    await site.verify();
    trace.point('round trips', site.calls.read - before.read);
    assert.ok(
      site.calls.read - before.read <= 12,
      `1,100 entries should take at most 12 readings, not ${site.calls.read - before.read}`,
    );
    assert.equal(site.calls.append, before.append);
  });
});
