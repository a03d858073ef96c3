import assert from 'node:assert/strict';
import { clock, random } from '#testkit';
import type { QueryCache } from '#attempt/types.ts';
import {
  arrivedFresh,
  enough,
  expiryOf,
  heldFor,
  isCovered,
  joinable,
  play,
  sourceOf,
  tell,
} from './history.ts';
import {
  answered,
  apac,
  ask,
  at,
  cacheOf,
  emea,
  hour,
  minute,
  must,
  nameOf,
  numbered,
  reads,
  rejected,
  second,
  timeOfDay,
  waits,
  Warehouse,
} from './warehouse.ts';

const outage = new Error('warehouse: connection refused');
const fail = (): never => {
  throw outage;
};

describe('Refresh and stale answers', () => {
  it('R10 serves an expired answer at once while one load replaces it', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, staleWhileRevalidateMs: 30 * second });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advanceTo(at('10:40:00'));
    source.holds();
    const oneByOne = 'Within thirty seconds of the expiry nobody has to wait.';
    for (let user = 0; user < 100; user++) await reads(cache, emea, ['stale', 'EMEA, load 1'], oneByOne);
    const atOnce = await Promise.all(Array.from({ length: 900 }, () => ask(cache, emea)));
    const others = atOnce.filter(({ state }) => state !== 'stale').length;
    assert.equal(
      others,
      0,
      `${oneByOne} ${others} of 900 who came at once got another state than \`stale\`.`,
    );
    await clock.settle();
    assert.equal(
      source.open.length,
      1,
      `1,000 readers of one expired answer: ${source.open.length} loads began.`,
    );
    await clock.advanceTo(at('10:40:08'));
    await source.last.bring('as of 10:40:00');
    await reads(cache, emea, ['hit', 'as of 10:40:00'], 'The background load has brought a new answer.');
    await clock.advanceTo(at('10:49:59.999'));
    await reads(cache, emea, ['hit', 'as of 10:40:00'], 'Its lifetime counts from the start of its load.');
  });

  it('R10 makes readers wait once the window is over', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, staleWhileRevalidateMs: 30 * second });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advanceTo(at('10:40:29.999'));
    source.holds();
    await reads(cache, emea, ['stale', 'EMEA, load 1'], 'The window has a millisecond left.');
    await clock.advanceTo(at('10:40:30'));
    const reader = ask(cache, emea);
    await waits(reader, 'Thirty seconds after its expiry the old answer must not be served any more.');
    assert.equal(source.open.length, 1, 'The background load is under way and can be waited for.');
    await source.last.bring('new figures');
    await answered(reader, ['miss', 'new figures'], 'The load is done.');

    const strict = cacheOf(numbered(), { ttlMs: 10 * minute });
    await reads(strict, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advance(10 * minute);
    await reads(strict, emea, ['miss', 'EMEA, load 2'], 'By default there is no window.');
  });

  it('R10 hides a failed background load from its readers and tries again with the next', async () => {
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: minute, staleWhileRevalidateMs: minute });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advance(minute);
    source.replies(fail);
    for (let attempt = 0; attempt < 3; attempt++)
      await reads(
        cache,
        emea,
        ['stale', 'EMEA, load 1'],
        'Nobody waits for a background load, so it rejects nobody.',
      );
    assert.equal(source.count, 4, 'Each reader after a failed background load starts another one.');
    source.replies(() => 'back again');
    await reads(cache, emea, ['stale', 'EMEA, load 1'], 'The new answer is not there yet.');
    await reads(cache, emea, ['hit', 'back again'], 'The background load has succeeded.');
  });

  it('R10 serves stale exactly within the window, in a random story', async () => {
    const rules = { ttlMs: 30 * second, staleWhileRevalidateMs: 7 * second };
    const history = await play({
      rules,
      steps: 180,
      slowestMs: 9 * second,
      promptAnswers: true,
      failures: 0.25,
      events: ['invalidate'],
    });
    let stale = 0;
    for (const read of history.reads) {
      const load = sourceOf(history, read);
      if (read.state === 'stale' && load) {
        const age = (read.answeredAt ?? Infinity) - expiryOf(rules, load.startedAt);
        stale++;
        must(
          age < rules.staleWhileRevalidateMs,
          `The ${tell(read)} was served as stale an answer that had expired ${age} ms before.`,
        );
      }
      const stored = heldFor(history, read);
      if (!stored || !arrivedFresh(history, stored)) continue;
      const overdue = read.calledAt - expiryOf(rules, stored.startedAt);
      if (overdue >= 0 && overdue < rules.staleWhileRevalidateMs)
        assert.equal(read.state, 'stale', `The ${tell(read)} had to wait, ${overdue} ms into the window.`);
    }
    enough(stale, 1, 'stale answers');
  });

  it('R11 answers with the expired answer when the load fails', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, staleIfErrorMs: hour });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advanceTo(at('10:45:00'));
    source.holds();
    const readers = Array.from({ length: 20 }, () => ask(cache, emea));
    for (const reader of readers) await waits(reader, 'Fresh data comes first: the load has not failed yet.');
    for (const load of source.open) await load.fail(outage);
    for (const reader of readers)
      await answered(
        reader,
        ['stale', 'EMEA, load 1'],
        'The warehouse is down and the old answer is within its bound.',
      );
    const never = ask(cache, apac);
    await clock.settle();
    await source.last.fail(outage);
    await rejected(never, outage, 'There is no older answer to this query.');
    source.replies(() => 'back again');
    await reads(cache, emea, ['miss', 'back again'], 'Serving the old answer does not make it fresh again.');
  });

  it('R11 measures the bound when the load fails', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, staleIfErrorMs: 5 * minute });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    source.holds();
    await clock.advanceTo(at('10:44:50'));
    const inTime = ask(cache, emea);
    await clock.advanceTo(at('10:44:59.999'));
    await source.last.fail(outage);
    await answered(inTime, ['stale', 'EMEA, load 1'], 'The bound has a millisecond left.');
    const tooLate = ask(cache, emea);
    await clock.advanceTo(at('10:45:00'));
    await source.last.fail(outage);
    await rejected(
      tooLate,
      outage,
      'It asked in time, but the load failed when the old answer was past its bound.',
    );
    const later = ask(cache, emea);
    await clock.settle();
    await source.last.fail(outage);
    await rejected(later, outage, 'The old answer is past its bound.');
  });

  it('R11 looks at what is stored when the load fails', async () => {
    const events = [
      (cache: QueryCache<string>) => cache.invalidate(emea),
      (cache: QueryCache<string>) => cache.bumpVersion(emea.dataset),
    ];
    for (const event of events) {
      const source = numbered();
      const cache = cacheOf(source, { ttlMs: 10 * minute, staleIfErrorMs: hour });
      await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
      await clock.advance(15 * minute);
      source.holds();
      const reader = ask(cache, emea);
      await clock.advance(2 * second);
      event(cache);
      await source.last.fail(outage);
      await rejected(reader, outage, 'An event has removed the old answer before the load failed.');
    }
  });

  it('R11 never serves beyond the longer bound, in a random story', async () => {
    const rules = { ttlMs: 30 * second, staleWhileRevalidateMs: 4 * second, staleIfErrorMs: 20 * second };
    const history = await play({
      rules,
      steps: 180,
      slowestMs: 9 * second,
      promptAnswers: true,
      failures: 0.5,
      events: ['invalidate'],
    });
    for (const read of history.reads) {
      const load = sourceOf(history, read);
      if (read.state !== 'stale' || !load) continue;
      const age = (read.answeredAt ?? Infinity) - expiryOf(rules, load.startedAt);
      must(
        age < rules.staleIfErrorMs,
        `The ${tell(read)} was served an answer that had expired ${age} ms before.`,
      );
    }
    const hopeless = history.reads.filter(
      r => r.state === 'rejected' && isCovered(history, r, rules.staleIfErrorMs),
    );
    assert.equal(
      hopeless.length,
      0,
      `${hopeless.length} readers were rejected although an old answer was within its bound.`,
    );
  });

  it('R12 refreshes behind the reader’s back before the expiry; a failure changes nothing', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, refreshAheadMs: minute });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advanceTo(at('10:38:59'));
    await reads(cache, emea, ['hit', 'EMEA, load 1'], 'It is fresh.');
    assert.equal(source.count, 1, 'More than a minute before the expiry there is nothing to refresh.');
    await clock.advanceTo(at('10:39:01'));
    source.holds();
    await reads(cache, emea, ['hit', 'EMEA, load 1'], 'A reader never waits for a refresh.');
    assert.equal(source.open.length, 1, 'The first read in the last minute starts a refresh.');
    await clock.advanceTo(at('10:39:09'));
    await source.last.bring('as of 10:39:01');
    await reads(cache, emea, ['hit', 'as of 10:39:01'], 'The refresh is done.');
    await clock.advanceTo(at('10:47:00'));
    await reads(cache, emea, ['hit', 'as of 10:39:01'], 'The refreshed answer has a lifetime of its own.');
    assert.equal(source.open.length, 1, 'The refreshed answer is more than a minute from its end.');
    await clock.advanceTo(at('10:48:30'));
    source.replies(fail);
    const loads = await source.loadsDuring(async () => {
      for (let attempt = 0; attempt < 3; attempt++)
        await reads(cache, emea, ['hit', 'as of 10:39:01'], 'It is fresh, whatever became of the refresh.');
    });
    assert.equal(loads, 3, 'Each reader after a failed refresh starts another one.');
  });

  it('R12 runs one refresh at a time for 1,000 readers, and one that is late is waited for', async () => {
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, refreshAheadMs: minute });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advance(9.5 * minute);
    source.holds();
    const oneByOne = 'A reader never waits for a refresh.';
    for (let user = 0; user < 100; user++) await reads(cache, emea, ['hit', 'EMEA, load 1'], oneByOne);
    const atOnce = await Promise.all(Array.from({ length: 900 }, () => ask(cache, emea)));
    const others = atOnce.filter(({ state }) => state !== 'hit').length;
    assert.equal(others, 0, `${oneByOne} ${others} of 900 who came at once got another state than \`hit\`.`);
    await clock.settle();
    assert.equal(
      source.open.length,
      1,
      `1,000 readers in the last minute: ${source.open.length} refreshes began.`,
    );
    await clock.advance(minute);
    const reader = ask(cache, emea);
    await waits(reader, 'The old answer has expired.');
    assert.equal(source.open.length, 1, 'The refresh is still under way and can be waited for.');
    await source.last.bring('refreshed');
    await answered(reader, ['miss', 'refreshed'], 'The refresh is done.');
  });

  it('R12 leaves alone what nobody reads, and "not found"', async () => {
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, refreshAheadMs: minute });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await reads(cache, apac, ['miss', 'APAC, load 2'], 'Nothing is stored yet.');
    await clock.advance(9.5 * minute);
    await reads(cache, emea, ['hit', 'EMEA, load 1'], 'It is fresh.');
    await clock.advance(2 * hour);
    assert.equal(
      source.count,
      3,
      'One answer was read in its last minute and refreshed once; the other was not read.',
    );

    const empty = new Warehouse<string>(() => undefined);
    const absent = cacheOf(empty, { negativeTtlMs: minute, refreshAheadMs: 30 * second });
    await reads(absent, emea, ['miss', undefined], 'The warehouse has no such data.');
    await clock.advance(45 * second);
    await reads(absent, emea, ['hit', undefined], '"Not found" is fresh for another fifteen seconds.');
    assert.equal(empty.count, 1, 'Only found answers are worth a refresh.');
  });

  it('R12 does not refresh what the next boundary ends anyway', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 24 * hour, alignMs: hour, refreshAheadMs: minute });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    const wasted = await source.loadsDuring(async () => {
      for (let t = 1; t <= 50; t++) {
        await clock.advanceTo(Date.parse(at('10:59:00')) + t * second);
        await reads(cache, emea, ['hit', 'EMEA, load 1'], 'The hour is not over.');
      }
    });
    assert.equal(wasted, 0, 'Data loaded before the boundary expires with it: these loads bought nothing.');
  });

  it('R12 starts a refresh when one is due and buys time, and never otherwise, in a random story', async () => {
    // Sometimes longer than a lifetime: then a refresh in the instant of the load would buy nothing.
    const rules = { ttlMs: 40 * second, refreshAheadMs: random.pick([12, 12, 60]) * second };
    const history = await play({
      rules,
      steps: 180,
      slowestMs: 5 * second,
      promptAnswers: true,
      failures: 0.3,
    });
    for (const load of history.loads) {
      const starters = history.reads.filter(
        r => r.query === load.query && r.calledAt === load.startedAt && r.called < load.began,
      );
      const when = `At ${timeOfDay(load.startedAt)} a load of ${nameOf(load.query)} began`;
      must(starters.length > 0, `${when} although nobody was reading.`);
      if (starters.at(-1)!.state !== 'hit') continue;
      const stored = heldFor(history, starters.at(-1)!);
      const left = stored ? expiryOf(rules, stored.startedAt) - load.startedAt : 0;
      must(left <= rules.refreshAheadMs, `${when} although the stored answer was fresh for ${left} ms more.`);
      const gain = stored ? expiryOf(rules, load.startedAt) - expiryOf(rules, stored.startedAt) : 1;
      must(gain > 0, `${when} although its answer would not live longer than the stored one.`);
    }
    for (const read of history.reads.filter(r => r.state === 'hit')) {
      const stored = heldFor(history, read);
      if (!stored) continue;
      const end = expiryOf(rules, stored.startedAt);
      if (end - read.calledAt >= rules.refreshAheadMs || expiryOf(rules, read.calledAt) <= end) continue;
      const going = joinable(history, read.query, read.called, read.calledAt).length > 0;
      const began = history.loads.some(
        l => l.query === read.query && l.startedAt === read.calledAt && l.began > stored.landed!,
      );
      must(
        going || began,
        `The ${tell(read)} was in the last ${rules.refreshAheadMs} ms and started no refresh.`,
      );
    }
  });
});
