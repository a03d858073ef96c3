import assert from 'node:assert/strict';
import type { Query, Stats } from '#attempt/types.ts';
import { clock, random, retainedBytes, trace } from '#testkit';
import {
  answered,
  apac,
  ask,
  cacheOf,
  churn,
  emea,
  hour,
  minute,
  must,
  nameOf,
  numbered,
  query,
  reads,
  rejected,
  second,
  Warehouse,
} from './warehouse.ts';

const regions = (count: number): Query[] =>
  Array.from({ length: count }, (_, i) => query('orders', `region ${i}`));

/** The suite's answers say their own size: `12 bytes`. */
const sizeOf = (value: string | undefined): number => (value === undefined ? 1 : Number.parseInt(value, 10));

function sizedCache(maxBytes: number, size: (asked: Query) => number) {
  const source = new Warehouse<string>((_, asked) => `${size(asked)} bytes of ${nameOf(asked)}`);
  trace.limit('bytes', maxBytes);
  return { source, cache: cacheOf(source, { maxBytes, sizeOf }) };
}

const outage = new Error('warehouse: connection refused');
const fail = (): never => {
  throw outage;
};

describe('Memory and counters', () => {
  it('R14 never holds more bytes than the bound, in a random story', async () => {
    const maxBytes = random.int(60, 100);
    const source = new Warehouse<string>(async () => {
      await clock.sleep(random.int(0, 3) * second);
      if (random.chance(0.2)) return undefined;
      return `${random.int(1, random.chance(0.2) ? 130 : 40)} bytes`;
    });
    const windows = {
      ttlMs: 20 * second,
      negativeTtlMs: 5 * second,
      refreshAheadMs: 5 * second,
      staleWhileRevalidateMs: 5 * second,
    };
    const measure = (): void => {
      const { bytes } = cache.stats();
      trace.point('bytes', bytes);
      must(bytes >= 0 && bytes <= maxBytes, `The cache holds ${bytes} bytes; the bound is ${maxBytes}.`);
    };
    const cache = cacheOf(source, { ...windows, maxBytes, sizeOf });
    trace.limit('bytes', maxBytes);
    const asked = regions(12);
    for (let step = 0; step < 200; step++) {
      if (random.chance(0.1)) cache.invalidate(random.pick(asked));
      else if (random.chance(0.03)) cache.bumpVersion('orders');
      else void ask(cache, random.pick(asked));
      measure();
      if (random.chance(0.5)) await clock.advance(random.int(1, 4) * second);
      measure();
    }
  });

  it('R14 fills the bound exactly and evicts no more than the new answer needs', async () => {
    const sizes = new Map([
      ['region 0', 20],
      ['region 1', 30],
      ['region 2', 50],
      ['region 3', 15],
    ]);
    const { cache } = sizedCache(100, asked => sizes.get(nameOf(asked))!);
    const [a, b, c, d] = regions(4) as [Query, Query, Query, Query];
    for (const asked of [a, b, c]) await cache.get(asked);
    assert.equal(
      cache.stats().bytes,
      100,
      'Answers of 20, 30 and 50 bytes fill a bound of 100 to the last byte.',
    );
    for (const asked of [a, b, c])
      await reads(
        cache,
        asked,
        ['hit', `${sizes.get(nameOf(asked))} bytes of ${nameOf(asked)}`],
        'All three fit.',
      );
    await cache.get(d);
    assert.equal(
      cache.stats().bytes,
      95,
      'For 15 bytes it is enough to give up the oldest answer, one of 20 bytes.',
    );
    for (const asked of [b, c, d])
      await reads(
        cache,
        asked,
        ['hit', `${sizes.get(nameOf(asked))} bytes of ${nameOf(asked)}`],
        'There was room for it.',
      );
  });

  it('R14 gives back the bytes of what is replaced or invalidated', async () => {
    const source = new Warehouse<string>(nth => `${10 + (nth % 7)} bytes`);
    const cache = cacheOf(source, { ttlMs: minute, maxBytes: 100, sizeOf });
    const store = async (asked: Query): Promise<number> => sizeOf((await ask(cache, asked)).value);
    for (let n = 0; n < 30; n++) {
      const size = await store(emea);
      assert.equal(
        cache.stats().bytes,
        size,
        `One answer of ${size} bytes is stored; it has been replaced ${n} times.`,
      );
      await clock.advance(minute);
    }
    for (let n = 0; n < 30; n++) {
      cache.invalidate(emea);
      assert.equal(cache.stats().bytes, 0, 'Everything that was stored has been invalidated.');
      const size = await store(emea);
      assert.equal(cache.stats().bytes, size, `One answer of ${size} bytes is stored.`);
    }

    let size = 50;
    const growing = new Warehouse<string>(
      (_, asked) => `${asked.params.at(-1) === 'EMEA' ? size : 40} bytes`,
    );
    const full = cacheOf(growing, { ttlMs: minute, maxBytes: 105, sizeOf });
    await reads(full, emea, ['miss', '50 bytes'], 'Nothing is stored yet.');
    await clock.advance(30 * second);
    await reads(full, apac, ['miss', '40 bytes'], 'Nothing is stored yet.');
    await reads(full, emea, ['hit', '50 bytes'], 'Both fit.');
    await clock.advance(30 * second);
    size = 60;
    await reads(full, emea, ['miss', '60 bytes'], 'It has expired.');
    await reads(full, apac, ['hit', '40 bytes'], '60 bytes in place of 50, beside 40, fit a bound of 105.');
    const { bytes, evictions } = full.stats();
    assert.deepEqual(
      { bytes, evictions },
      { bytes: 100, evictions: 0 },
      'A new answer takes the room of the one that it replaces: nothing else had to leave.',
    );
  });

  it('R14 returns an answer that is too big, stores it not, and removes nothing for it', async () => {
    let big = 101;
    const { source, cache } = sizedCache(100, asked =>
      asked === emea || nameOf(asked) === 'EMEA' ? big : 40,
    );
    await reads(cache, apac, ['miss', '40 bytes of APAC'], 'Nothing is stored yet.');
    await reads(cache, emea, ['miss', '101 bytes of EMEA'], 'An answer above the bound is still an answer.');
    await reads(
      cache,
      apac,
      ['hit', '40 bytes of APAC'],
      'Nothing has to leave for an answer that is not stored.',
    );
    await reads(cache, emea, ['miss', '101 bytes of EMEA'], 'One byte above the bound is not stored.');
    assert.equal(cache.stats().bytes, 40, 'Only the answer that fits is stored.');
    big = 100;
    await reads(cache, emea, ['miss', '100 bytes of EMEA'], 'It was not stored before.');
    await reads(cache, emea, ['hit', '100 bytes of EMEA'], 'An answer as big as the bound fits, alone.');
    assert.equal(source.count, 4, 'A stored answer needs no load.');

    let size = 40;
    const grown = new Warehouse<string>(nth => `${size} bytes, load ${nth}`);
    const forgiving = cacheOf(grown, { ttlMs: minute, maxBytes: 100, sizeOf, staleIfErrorMs: 10 * minute });
    await reads(forgiving, emea, ['miss', '40 bytes, load 1'], 'Nothing is stored yet.');
    await clock.advance(minute);
    size = 101;
    await reads(forgiving, emea, ['miss', '101 bytes, load 2'], 'The old answer has expired.');
    grown.replies(fail);
    const reader = ask(forgiving, emea);
    await rejected(reader, outage, 'A reader must not be served an older answer than one already given out.');
  });

  it('R14 remembers nothing of queries that are neither stored nor being loaded', async () => {
    const filler = 'x'.repeat(6_000);
    let loads = 0;
    // Not through the warehouse: what a trace keeps must not be weighed.
    const load = async (): Promise<string | undefined> => {
      if (loads++ % 3 === 0) throw outage;
      return loads % 3 === 0 ? undefined : '10 bytes';
    };
    const cache = cacheOf(numbered(), { load, maxBytes: 100, sizeOf, negativeTtlMs: minute });
    const work = async (from: number, to: number): Promise<void> => {
      for (let i = from; i < to; i++) {
        const asked = query('orders', `${filler} ${i}`);
        // Looking into a joined string makes it one piece: whoever keeps it keeps all of it.
        asked.params[0]!.charCodeAt(0);
        await cache.get(asked).catch(() => undefined);
        if (i % 5 < 2) cache.invalidate(asked);
      }
    };
    await work(0, 100);
    const kept = await retainedBytes(() => work(100, 1_100));
    must(
      kept < 1_000_000,
      '1,000 queries were failed, not found, evicted or invalidated, and more than 1 MB is kept for them.',
    );
  });

  it('R15 gives up the answer that was used longest ago; a stale serve of either kind is a use', async () => {
    const { cache } = sizedCache(35, () => 10);
    const [a, b, c, d] = regions(4) as [Query, Query, Query, Query];
    for (const asked of [a, b, c]) await cache.get(asked);
    await reads(cache, a, ['hit', '10 bytes of region 0'], 'There is room for three.');
    await cache.get(d);
    await reads(
      cache,
      a,
      ['hit', '10 bytes of region 0'],
      'It was stored first but read since; another is less used.',
    );
    await reads(cache, c, ['hit', '10 bytes of region 2'], 'It was stored after the one that had to leave.');
    await reads(cache, d, ['hit', '10 bytes of region 3'], 'It was stored last.');
    await reads(cache, b, ['miss', '10 bytes of region 1'], 'It was used longest ago, so it had to leave.');

    const source = new Warehouse<string>((_, asked) => `10 bytes of ${nameOf(asked)}`);
    const lenient = cacheOf(source, {
      ttlMs: minute,
      staleWhileRevalidateMs: 10 * minute,
      maxBytes: 25,
      sizeOf,
    });
    await reads(lenient, a, ['miss', '10 bytes of region 0'], 'Nothing is stored yet.');
    await clock.advance(30 * second);
    await reads(lenient, b, ['miss', '10 bytes of region 1'], 'Nothing is stored yet.');
    await clock.advance(30 * second);
    source.holds();
    await reads(lenient, a, ['stale', '10 bytes of region 0'], 'It has expired and is within the window.');
    const third = ask(lenient, c);
    await clock.settle();
    await source.last.bring('10 bytes of region 2');
    await answered(third, ['miss', '10 bytes of region 2'], 'Its load is done.');
    await reads(
      lenient,
      a,
      ['stale', '10 bytes of region 0'],
      'It was read after the other, which had to leave.',
    );

    const answers = (_: number, asked: Query): string => `10 bytes of ${nameOf(asked)}`;
    const shaky = new Warehouse<string>(answers);
    const forgiving = cacheOf(shaky, { ttlMs: minute, staleIfErrorMs: hour, maxBytes: 25, sizeOf });
    await reads(forgiving, a, ['miss', '10 bytes of region 0'], 'Nothing is stored yet.');
    await reads(forgiving, b, ['miss', '10 bytes of region 1'], 'Nothing is stored yet.');
    await clock.advance(minute);
    shaky.replies(fail);
    await reads(forgiving, a, ['stale', '10 bytes of region 0'], 'Its load failed, within the bound.');
    shaky.replies(answers);
    await reads(forgiving, c, ['miss', '10 bytes of region 2'], 'Nothing is stored yet.');
    shaky.replies(fail);
    await reads(
      forgiving,
      a,
      ['stale', '10 bytes of region 0'],
      'It was served instead of an error after the other had been read, which had to leave.',
    );
  });

  it('R15 keeps exactly the answers used last, in a random story with sizes', async () => {
    const maxBytes = random.int(80, 120);
    const sizes = regions(14).map(() => random.int(5, 35));
    const asked = regions(14);
    const { cache } = sizedCache(maxBytes, one => sizes[Number(nameOf(one).slice(7))]!);
    /** Oldest first: what the contract says is stored. */
    let stored: number[] = [];
    const bytes = (): number => stored.reduce((sum, i) => sum + sizes[i]!, 0);
    for (let step = 0; step < 300; step++) {
      const i = random.chance(0.5) ? random.int(0, 4) : random.int(0, 13);
      const { state } = await cache.get(asked[i]!);
      trace.mark('reads', state, state === 'hit' ? 'good' : 'neutral');
      trace.point('bytes', cache.stats().bytes);
      const wanted = stored.includes(i) ? 'hit' : 'miss';
      assert.equal(
        state,
        wanted,
        `Read ${step + 1}: ${nameOf(asked[i]!)} was ${wanted === 'hit' ? 'used recently enough to be stored' : 'used so long ago that it had to leave'}.`,
      );
      stored = [...stored.filter(other => other !== i), i];
      while (bytes() > maxBytes) stored.shift();
    }
  });

  it('R16 counts each reader, load and eviction once', async () => {
    const source = numbered();
    const windows = { staleWhileRevalidateMs: minute, staleIfErrorMs: 10 * minute };
    const cache = cacheOf(source, { ttlMs: minute, ...windows, maxBytes: 25, sizeOf: () => 10 });
    const none = { hits: 0, misses: 0, staleServes: 0, loads: 0, failedLoads: 0, evictions: 0, bytes: 0 };
    const atFirst = cache.stats();
    const counted = (expected: Stats, what: string): void =>
      assert.deepEqual(countersOf(cache.stats()), expected, what);

    source.holds();
    const first = ask(cache, emea);
    await clock.settle();
    const others = Array.from({ length: 99 }, () => ask(cache, emea));
    await source.last.bring('revenue');
    await Promise.all([first, ...others]);
    for (let n = 0; n < 3; n++) await reads(cache, emea, ['hit', 'revenue'], 'It is fresh.');
    counted(
      { ...none, hits: 3, misses: 100, loads: 1, bytes: 10 },
      '100 readers waited for one load; 3 were served it.',
    );

    source.replies(() => 'new figures');
    await clock.advance(minute);
    await reads(cache, emea, ['stale', 'revenue'], 'It has expired and is within the window.');
    await reads(cache, emea, ['hit', 'new figures'], 'The background load is done.');
    await reads(cache, apac, ['miss', 'new figures'], 'Nothing is stored yet.');
    await reads(cache, churn, ['miss', 'new figures'], 'Nothing is stored yet.');
    const full = { ...none, hits: 4, misses: 102, staleServes: 1, loads: 4, evictions: 1, bytes: 20 };
    counted(
      full,
      'One stale serve, one background load, and three answers stored where there is room for two.',
    );

    source.replies(fail);
    await clock.advance(3 * minute);
    await rejected(ask(cache, emea), outage, 'The warehouse is down, and there is no older answer.');
    await reads(
      cache,
      apac,
      ['stale', 'new figures'],
      'The load failed, and the old answer is within its bound.',
    );
    const down = { ...full, misses: 103, staleServes: 2, loads: 6, failedLoads: 2 };
    counted(down, 'Two loads failed: one reader was rejected, one was served the old answer.');
    cache.invalidate(apac);
    counted({ ...down, bytes: 10 }, 'Invalidation is not an eviction: nothing had to make room.');

    source.holds();
    const waiting = ask(cache, apac);
    await clock.settle();
    cache.invalidate(apac);
    await source.last.fail(outage);
    await rejected(waiting, outage, 'The load that it waited for has failed.');
    counted(
      { ...down, bytes: 10, misses: 104, loads: 7, failedLoads: 3 },
      'A load that is cut off by an event and fails is a load that failed.',
    );
    assert.deepEqual(countersOf(atFirst), none, 'Counters that were handed out must not change afterwards.');
  });
});

/** Only the counters of the contract; a cache may have more. */
const countersOf = ({ hits, misses, staleServes, loads, failedLoads, evictions, bytes }: Stats): Stats => ({
  hits,
  misses,
  staleServes,
  loads,
  failedLoads,
  evictions,
  bytes,
});
