import assert from 'node:assert/strict';
import type { Query } from '#attempt/types.ts';
import { clock, random } from '#testkit';
import { enough, expiryOf, heldFor, play, sourceOf, tell, type History, type Story } from './history.ts';
import {
  answered,
  apac,
  ask,
  at,
  cacheOf,
  emea,
  held,
  hour,
  minute,
  must,
  numbered,
  outcomeOf,
  query,
  reads,
  rejected,
  second,
  timeOfDay,
  waits,
  Warehouse,
} from './warehouse.ts';

const hourly = { ttlMs: 24 * hour, alignMs: hour };
const outage = new Error('warehouse: connection refused');

describe('Keys and fresh answers', () => {
  it('R1 asks the warehouse once and serves the answer from then on', async () => {
    const source = numbered();
    const cache = cacheOf(source);
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'The first reader needs a load.');
    await clock.advance(10 * minute);
    await reads(cache, emea, ['hit', 'EMEA, load 1'], 'The answer is stored and fresh.');
    await reads(cache, apac, ['miss', 'APAC, load 2'], 'Another query has not been asked before.');
    await reads(cache, emea, ['hit', 'EMEA, load 1'], 'Loading another query leaves this one stored.');
    assert.equal(source.count, 2, 'Two queries need two loads, however often they are read.');
  });

  it('R1 stores null, zero, the empty string and false like any other answer', async () => {
    const nothings = [null, 0, '', false];
    const source = new Warehouse<string | number | boolean | null>(nth => nothings[nth - 1]!);
    const cache = cacheOf(source);
    for (const [i, value] of nothings.entries()) {
      const asked = query('orders', `cell ${i}`);
      await reads(cache, asked, ['miss', value], 'The warehouse found this value.');
      await reads(
        cache,
        asked,
        ['hit', value],
        `${JSON.stringify(value)} is an answer, not the lack of one.`,
      );
    }
  });

  it('R1 serves the newest stored answer at once whenever it is fresh, in a random story', async () => {
    const story: Story = {
      rules: { ttlMs: 90 * second, negativeTtlMs: 20 * second },
      steps: 160,
      slowestMs: 8 * second,
      promptAnswers: true,
      failures: 0.15,
      notFound: 0.15,
      events: ['invalidate', 'bump'],
    };
    const history = await play(story);
    let fresh = 0;
    for (const read of history.reads) {
      const stored = heldFor(history, read);
      if (!stored || read.calledAt >= expiryOf(story.rules, stored.startedAt, stored.outcome === 'found'))
        continue;
      fresh++;
      const value = stored.outcome === 'found' ? `load ${stored.id}` : undefined;
      assert.deepEqual(
        { state: read.state, value: read.value, waited: (read.answeredAt ?? Infinity) - read.calledAt },
        { state: 'hit', value, waited: 0 },
        `The ${tell(read)} should have been served the stored answer at once: it was fresh.`,
      );
    }
    enough(fresh, 10, 'occasions to serve a fresh answer');
  });

  it('R2 gives every query its own answer, whatever its parts are and whatever version its data set has', async () => {
    const alike: Query[][] = [
      [query('orders', 'a', 'b'), query('orders', 'ab'), query('orders', 'b', 'a')],
      [
        query('orders', 'a:b', 'c'),
        query('orders', 'a', 'b:c'),
        query('orders', 'a:b:c'),
        query('orders:a', 'b:c'),
      ],
      [query('orders'), query('orders', ''), query('orders', '', '')],
      [
        query('orders', 'a,b'),
        query('orders', 'a', 'b'),
        query('orders', 'a","b'),
        query('orders', '["a","b"]'),
      ],
      [
        query('orders', 'a|b'),
        query('orders', 'a', 'b'),
        query('orders', 'a\u0000b'),
        query('orders', 'a\\', 'b'),
      ],
      [
        query('orders', '__proto__'),
        query('orders', 'constructor'),
        query('__proto__', 'toString'),
        query('orders', 'hasOwnProperty'),
      ],
      [query('orders', 'null'), query('orders', 'undefined'), query('orders', '1'), query('orders', '1 ')],
    ];
    const source = new Warehouse<string>((_, asked) => JSON.stringify([asked.dataset, asked.params]));
    const cache = cacheOf(source);
    const check = async (asked: Query): Promise<void> => {
      const { value } = await cache.get(asked);
      const name = JSON.stringify([asked.dataset, asked.params]);
      assert.equal(value, name, `The reader of ${name} was served the answer to another query.`);
    };
    for (const asked of [...alike.flat(), ...alike.flat()]) await check(asked);
    for (let version = 2; version < 14; version++) {
      cache.bumpVersion('v');
      for (const asked of [query('v', 'x'), query('v1', 'x'), query('v', '1', 'x')]) await check(asked);
    }

    const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
    const separators = ascii.filter(character => !/[A-Za-z0-9]/.test(character));
    for (const between of [...separators, '\u2028', '\uE000', '\uFFFF', '::', '||', '--'])
      for (const asked of [
        query('keys', `a${between}b`),
        query('keys', 'a', 'b'),
        query('keys', between),
        query('keys', between, between),
        query(`keys${between}a`, 'b'),
      ])
        await check(asked);

    const parts = [
      '',
      'a',
      'b',
      'aa',
      'a:',
      ':a',
      '1',
      '2',
      ',',
      '|',
      '/',
      '"',
      '\\',
      '","',
      ' ',
      '#',
      '\u0000',
      '\u001F',
    ];
    const sets = ['a', 'a:', 'a1', 'a:1', 'a:2', 'av2', '', 'a"'];
    const sent: Query[] = [];
    for (let n = 0; n < 400; n++) {
      sent.push(
        query(random.pick(sets), ...Array.from({ length: random.int(0, 3) }, () => random.pick(parts))),
      );
      if (random.chance(0.02)) cache.bumpVersion(random.pick(sets));
      await check(random.chance(0.3) ? random.pick(sent) : sent.at(-1)!);
    }
  });

  it('R3 serves an answer for its lifetime, counted from the start of its load, and not a millisecond longer', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = held();
    const cache = cacheOf(source, { ttlMs: 10 * minute });
    const first = ask(cache, emea);
    await clock.advance(8 * second);
    await source.last.bring('as of 10:30:00');
    await answered(first, ['miss', 'as of 10:30:00'], 'The load took eight seconds.');
    await clock.advanceTo(at('10:39:59.999'));
    await reads(cache, emea, ['hit', 'as of 10:30:00'], 'A lifetime of ten minutes has a millisecond left.');
    await clock.advanceTo(at('10:40:00'));
    const next = ask(cache, emea);
    await waits(
      next,
      'The rows may have been read at 10:30:00, so the answer is ten minutes old and has expired.',
    );
    await source.last.bring('as of 10:40:00');
    await clock.advanceTo(at('10:49:59.999'));
    await reads(
      cache,
      emea,
      ['hit', 'as of 10:40:00'],
      'Ten minutes from the start of its load are not over.',
    );
    await clock.advanceTo(at('10:50:00'));
    await waits(ask(cache, emea), 'Reading an answer does not prolong its life.');
  });

  it('R3 never serves an answer as fresh beyond its lifetime, in a random story', async () => {
    const rules = { ttlMs: 40 * second, refreshAheadMs: 5 * second };
    const history = await play({
      rules,
      steps: 150,
      slowestMs: 6 * second,
      failures: 0.1,
      events: ['invalidate'],
    });
    enough(hitsAreFresh(history), 5, 'hits');
  });

  it('R4 ends at 11:00:00 what was loaded at 10:59:59, and at 12:00:00 what was loaded at 11:00:00', async () => {
    clock.setWallClock(at('10:30:00'));
    const cache = cacheOf(numbered(), hourly);
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advanceTo(at('10:59:59'));
    await reads(cache, emea, ['hit', 'EMEA, load 1'], 'The data has not changed since half past ten.');
    await reads(cache, apac, ['miss', 'APAC, load 2'], 'This query is asked for the first time.');
    await clock.advanceTo(at('10:59:59.999'));
    await reads(cache, apac, ['hit', 'APAC, load 2'], 'The hour is not over.');
    await clock.advanceTo(at('11:00:00'));
    await reads(cache, emea, ['miss', 'EMEA, load 3'], 'At eleven the warehouse has new data.');
    await reads(
      cache,
      apac,
      ['miss', 'APAC, load 4'],
      'It was loaded only a second ago, and still before eleven.',
    );
    await reads(
      cache,
      apac,
      ['hit', 'APAC, load 4'],
      'What was loaded at eleven sharp belongs to the new hour.',
    );
    await clock.advanceTo(at('11:59:59.999'));
    await reads(cache, apac, ['hit', 'APAC, load 4'], 'The data of eleven is valid until twelve.');
    await clock.advanceTo(at('12:00:00'));
    await reads(cache, apac, ['miss', 'APAC, load 5'], 'At twelve the warehouse has new data.');
  });

  it('R4 moves the boundary by the offset, and a shorter lifetime still ends first', async () => {
    clock.setWallClock(at('10:59:59'));
    const late = cacheOf(numbered(), { ...hourly, offsetMs: 5 * minute });
    await reads(late, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advanceTo(at('11:04:59.999'));
    await reads(late, emea, ['hit', 'EMEA, load 1'], 'The hourly job is done at five past, not before.');
    await clock.advanceTo(at('11:05:00'));
    await reads(late, emea, ['miss', 'EMEA, load 2'], 'At five past the warehouse has new data.');

    const short = cacheOf(numbered(), { ttlMs: 10 * minute, alignMs: hour });
    await reads(short, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advanceTo(at('11:15:00'));
    await reads(short, emea, ['miss', 'EMEA, load 2'], 'Ten minutes are over long before twelve.');
  });

  it('R4 never serves an answer as fresh across a boundary, with random periods and offsets', async () => {
    let hits = 0;
    for (const alignMs of [random.int(10, 60) * second, minute, hour]) {
      const rules = { ttlMs: 24 * hour, alignMs, offsetMs: random.int(0, alignMs - 1) };
      hits += hitsAreFresh(
        await play({ rules, steps: 60, slowestMs: 6 * second, failures: 0.1, promptAnswers: true }),
      );
    }
    enough(hits, 5, 'hits');
  });

  it('R5 gives the readers of a new hour a load of their own, whichever load ends first', async () => {
    for (const oldLoadEnds of ['first', 'last']) {
      clock.setWallClock(at('10:59:58'));
      const source = held();
      const cache = cacheOf(source, hourly);
      const before = ask(cache, emea);
      await clock.advanceTo(at('11:00:01'));
      assert.equal(source.count, 1, 'One reader so far, one load.');
      const after = [ask(cache, emea)];
      await clock.advance(second);
      after.push(ask(cache, emea));
      await clock.settle();
      assert.equal(
        source.count,
        2,
        'The readers of the new hour need one load of their own, shared by them.',
      );

      if (oldLoadEnds === 'first') {
        await source.open[0]!.bring('ten o’clock data');
        after.push(ask(cache, emea));
        await clock.settle();
        assert.equal(
          source.count,
          2,
          'The load of the new hour is still under way: it is shared by those who come after the end of the old one.',
        );
      }
      for (const reader of after)
        await waits(reader, 'It asked after eleven and must not be given the data of ten.');
      await source.open[1]!.bring('eleven o’clock data');
      for (const reader of after)
        await answered(reader, ['miss', 'eleven o’clock data'], 'Its load is done.');
      if (oldLoadEnds === 'last') await source.open[0]!.bring('ten o’clock data');
      await answered(
        before,
        ['miss', 'ten o’clock data'],
        'Who asked before eleven gets the load it waited for.',
      );
      await reads(
        cache,
        emea,
        ['hit', 'eleven o’clock data'],
        'The load that began later has the newer data.',
      );
    }
  });

  it('R5 shares a load for `ttlMs` from its beginning, if there are no boundaries', async () => {
    clock.setWallClock(at('10:00:00'));
    const source = held();
    const cache = cacheOf(source, { ttlMs: 10 * second });
    const inTime = [ask(cache, emea)];
    await clock.advanceTo(at('10:00:09.999'));
    inTime.push(ask(cache, emea));
    await clock.settle();
    assert.equal(source.count, 1, 'An answer of this load is fresh for another millisecond: it is shared.');
    await clock.advanceTo(at('10:00:10'));
    const late = ask(cache, emea);
    await clock.settle();
    assert.equal(
      source.count,
      2,
      'The load began at 10:00:00, and its answer is fresh for ten seconds: who asks at 10:00:10 needs another load.',
    );
    await source.open[0]!.bring('as of 10:00:00');
    for (const reader of inTime)
      await answered(reader, ['miss', 'as of 10:00:00'], 'It asked while this load could be shared.');
    await waits(late, 'What has arrived had expired when this reader asked.');
    await source.open[1]!.bring('as of 10:00:10');
    await answered(late, ['miss', 'as of 10:00:10'], 'Its load is done.');
    await reads(cache, emea, ['hit', 'as of 10:00:10'], 'The load that began last has the newest data.');
  });

  it('R5 gives out no older figures than before, whatever two loads bring and whichever ends first', async () => {
    const windows = { staleWhileRevalidateMs: 30 * minute, staleIfErrorMs: 3 * hour };
    const sizeOf = (value: string | undefined): number => (value?.startsWith('big') ? 101 : 10);
    for (const newer of ['big figures of eleven', undefined]) {
      clock.setWallClock(at('10:59:58'));
      const source = held();
      const cache = cacheOf(source, { ...hourly, ...windows, maxBytes: 100, sizeOf });
      const before = ask(cache, emea);
      await clock.advanceTo(at('11:00:01'));
      const after = ask(cache, emea);
      await clock.advanceTo(at('11:00:06'));
      await source.last.bring(newer);
      await answered(after, ['miss', newer], 'Its load is done.');
      await source.open[0]!.bring('figures of ten');
      await answered(before, ['miss', 'figures of ten'], 'It asked before eleven.');
      const what = newer === undefined ? '“not found”' : 'an answer too big to be stored';
      const reader = ask(cache, emea);
      await waits(
        reader,
        `The load that began later has brought ${what}; the older load stores nothing then.`,
      );
      await source.last.fail(outage);
      await rejected(
        reader,
        outage,
        'There is no answer to fall back on that is not older than one given out.',
      );
    }

    clock.setWallClock(at('09:30:00'));
    const source = held();
    const cache = cacheOf(source, { ...hourly, staleIfErrorMs: 3 * hour });
    const first = ask(cache, emea);
    await clock.settle();
    await source.last.bring('figures of nine');
    await answered(first, ['miss', 'figures of nine'], 'Nothing is stored yet.');
    await clock.advanceTo(at('10:59:58'));
    const before = ask(cache, emea);
    await clock.advanceTo(at('11:00:01'));
    const after = ask(cache, emea);
    await clock.advanceTo(at('11:00:06'));
    await source.open[1]!.bring('figures of ten');
    await answered(before, ['miss', 'figures of ten'], 'It asked before eleven.');
    await source.last.fail(outage);
    const got = await outcomeOf(after);
    must(
      'value' in got ? got.value === 'figures of ten' : got.state === 'rejected',
      `At 11:00:06 the figures of ten were given out and the load of the new hour failed. Its reader may be rejected or get the figures of ten as stale, and not ${'value' in got ? `the ${got.value}` : 'be left waiting'}.`,
    );
  });

  it('R5 lets nobody wait for a load whose answer would arrive expired, in a random story', async () => {
    const hourAndAge = { ttlMs: 50 * second, alignMs: minute, offsetMs: random.int(0, minute - 1) };
    for (const rules of [hourAndAge, { ttlMs: 12 * second }]) {
      const history = await play({ rules, steps: 90, slowestMs: 20 * second, events: ['invalidate'] });
      for (const read of history.reads) {
        const load = sourceOf(history, read);
        if (read.state !== 'miss' || !load || load.began > read.called) continue;
        const end = expiryOf(rules, load.startedAt);
        const limit =
          end === load.startedAt + rules.ttlMs ? `\`ttlMs\` of ${rules.ttlMs} was over` : 'a boundary came';
        must(
          read.calledAt < end,
          `The ${tell(read)} was answered by a load that had begun at ${timeOfDay(load.startedAt)}; it could be joined until ${timeOfDay(end)}, when ${limit}.`,
        );
      }
    }
  });
});

function hitsAreFresh(history: History): number {
  let hits = 0;
  for (const read of history.reads) {
    const load = sourceOf(history, read);
    if (read.state !== 'hit' || !load) continue;
    hits++;
    const overdue = read.calledAt - expiryOf(history.story.rules, load.startedAt);
    must(
      overdue < 0,
      `The ${tell(read)} was served as fresh an answer that had expired ${overdue} ms before.`,
    );
  }
  return hits;
}
