import assert from 'node:assert/strict';
import { clock } from '#testkit';
import { enough, isCut, play, sourceOf, tell, type CutRecord, type Story } from './history.ts';
import {
  answered,
  apac,
  ask,
  cacheOf,
  churn,
  emea,
  held,
  hour,
  minute,
  must,
  nameOf,
  numbered,
  query,
  reads,
  rejected,
  second,
  waits,
} from './warehouse.ts';

const outage = new Error('warehouse: connection refused');
const lenient = { staleWhileRevalidateMs: hour, staleIfErrorMs: hour };

describe('Events', () => {
  it('R8 serves nothing stored before the event, fresh or stale, and touches no other query', async () => {
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: minute, ...lenient });
    cache.invalidate(emea);
    await reads(
      cache,
      emea,
      ['miss', 'EMEA, load 1'],
      'Nothing was stored, and an event for it does no harm.',
    );
    await reads(cache, apac, ['miss', 'APAC, load 2'], 'Nothing is stored yet.');
    cache.invalidate(query(emea.dataset, ...emea.params));
    await reads(cache, emea, ['miss', 'EMEA, load 3'], 'An event said that the stored answer is wrong.');
    await reads(cache, emea, ['hit', 'EMEA, load 3'], 'What was loaded after the event is stored.');
    await reads(cache, apac, ['hit', 'APAC, load 2'], 'The event was about another query.');
    await clock.advance(minute);
    cache.invalidate(emea);
    source.holds();
    const reader = ask(cache, emea);
    await waits(reader, 'The expired answer was invalidated: it is known to be wrong, not merely old.');
    await source.last.fail(outage);
    await rejected(
      reader,
      outage,
      'The expired answer was invalidated: it is known to be wrong, not merely old.',
    );
  });

  it('R8 neither shares nor stores a load that was under way, however and whenever it ends', async () => {
    for (const end of ['result before', 'failure', 'result after'] as const) {
      const source = held();
      const cache = cacheOf(source);
      const before = ask(cache, emea);
      const other = ask(cache, apac);
      await clock.advance(2 * second);
      cache.invalidate(emea);
      if (end === 'result before') {
        await source.open[0]!.bring('read before the event');
        await answered(
          before,
          ['miss', 'read before the event'],
          'Who asked before the event gets what it waited for.',
        );
      }
      const after = ask(cache, emea);
      await waits(
        after,
        'The load from before the event may have read the old rows: who asks now must not be given them.',
      );
      assert.equal(source.count, 3, 'Who asks after the event needs a load that begins after it.');
      if (end === 'failure') {
        await source.open[0]!.fail(outage);
        await rejected(before, outage, 'The load that it waited for has failed.');
      }
      const third = ask(cache, emea);
      await clock.settle();
      assert.equal(source.count, 3, 'The new load is still under way and can be shared.');
      await source.open[2]!.bring('read after the event');
      for (const reader of [after, third])
        await answered(reader, ['miss', 'read after the event'], 'Both waited for the new load.');
      if (end === 'result after') {
        await source.open[0]!.bring('read before the event');
        await answered(
          before,
          ['miss', 'read before the event'],
          'Who asked before the event gets what it waited for.',
        );
      }
      await reads(
        cache,
        emea,
        ['hit', 'read after the event'],
        'The older load must not change what is stored.',
      );
      const another = ask(cache, apac);
      await clock.settle();
      assert.equal(source.count, 3, 'The event was about another query: this load can still be shared.');
      await source.open[1]!.bring('untouched');
      for (const reader of [other, another])
        await answered(reader, ['miss', 'untouched'], 'Its load is done.');
      await reads(cache, apac, ['hit', 'untouched'], 'The event was about another query.');
    }
  });

  it('R8 does not store a background refresh that began before the event', async () => {
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: 10 * minute, refreshAheadMs: minute });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await clock.advance(9.5 * minute);
    source.holds();
    void ask(cache, emea);
    await clock.advance(second);
    cache.invalidate(emea);
    for (const load of source.open) await load.bring('read before the event');
    source.replies(() => 'read after the event');
    await reads(cache, emea, ['miss', 'read after the event'], 'The refresh may have read the old rows.');
  });

  it('R8 never serves what an event has made wrong, in a random story', async () => {
    await nothingOutdatedIsServed('invalidate', ['invalidate']);
  });

  it('R9 makes every answer of the data set unreachable, and of no other', async () => {
    const source = numbered();
    const cache = cacheOf(source, { ttlMs: minute, negativeTtlMs: minute, ...lenient });
    await reads(cache, emea, ['miss', 'EMEA, load 1'], 'Nothing is stored yet.');
    await reads(cache, apac, ['miss', 'APAC, load 2'], 'Nothing is stored yet.');
    await reads(cache, churn, ['miss', 'EMEA, load 3'], 'Nothing is stored yet.');
    cache.bumpVersion('orders');
    await reads(cache, emea, ['miss', 'EMEA, load 4'], 'The data set has a new version.');
    await reads(cache, churn, ['hit', 'EMEA, load 3'], 'The other data set has not changed.');
    await clock.advance(minute);
    await reads(
      cache,
      apac,
      ['miss', 'APAC, load 5'],
      'An answer of an older version is not served as stale either.',
    );
    for (let version = 3; version < 15; version++) cache.bumpVersion('orders');
    await reads(cache, emea, ['miss', 'EMEA, load 6'], 'The data set has had twelve new versions.');
    await reads(cache, emea, ['hit', 'EMEA, load 6'], 'It was loaded in the current version.');

    const absent = query('orders', 'revenue', 'Antarctica');
    source.replies(() => undefined);
    await reads(cache, absent, ['miss', undefined], 'The warehouse has no such data.');
    await reads(cache, absent, ['hit', undefined], '"Not found" is stored for a while.');
    source.replies(() => 'first sale');
    cache.bumpVersion('orders');
    await reads(cache, absent, ['miss', 'first sale'], 'In the new version the data may be there.');

    const side = cacheOf(numbered());
    const names = [
      'orders-eu',
      'orders:eu',
      'orders/eu',
      'orders.',
      'orders1',
      'orders 1',
      'order',
      '',
      'Orders',
      'my-orders',
    ];
    const alike = names.map(name => query(name, 'revenue', `EMEA in “${name}”`));
    const mentions = [query('names', 'orders'), query('orders-eu', 'orders')];
    for (const one of [...alike, ...mentions]) await side.get(one);
    side.bumpVersion('orders');
    for (const [i, one] of [...alike, ...mentions].entries())
      await reads(side, one, ['hit', `${nameOf(one)}, load ${i + 1}`], 'Only “orders” has a new version.');
  });

  it('R9 neither shares nor stores a load that began in an older version', async () => {
    const source = held();
    // Room for two answers and not for a third, with some to spare.
    const cache = cacheOf(source, { maxBytes: 25, sizeOf: () => 10 });
    const before = ask(cache, emea);
    const late = ask(cache, apac);
    const other = ask(cache, churn);
    await clock.advance(2 * second);
    cache.bumpVersion('orders');
    const after = ask(cache, emea);
    await clock.settle();
    assert.equal(
      source.count,
      4,
      'The load under way may have read the old version: who asks now needs another one.',
    );
    await source.open[0]!.bring('old version');
    await answered(
      before,
      ['miss', 'old version'],
      'Who asked before the new version gets what it waited for.',
    );
    await waits(after, 'The load of the old version must not answer a reader of the new one.');
    await source.open[3]!.bring('new version');
    await answered(after, ['miss', 'new version'], 'Its own load is done.');
    const another = ask(cache, churn);
    await clock.settle();
    assert.equal(source.count, 4, 'The other data set has not changed: this load can still be shared.');
    await source.open[2]!.bring('churn');
    for (const reader of [other, another]) await answered(reader, ['miss', 'churn'], 'Its load is done.');

    await source.open[1]!.bring('old version');
    await answered(
      late,
      ['miss', 'old version'],
      'Who asked before the new version gets what it waited for.',
    );
    await reads(
      cache,
      emea,
      ['hit', 'new version'],
      'A result of the old version must neither replace nor push it out.',
    );
    await reads(
      cache,
      churn,
      ['hit', 'churn'],
      'A result that nobody may be served must not push this one out.',
    );
    await waits(ask(cache, apac), 'The result of the old version must not be stored.');
  });

  it('R9 never serves an answer of an older version, in a random story', async () => {
    await nothingOutdatedIsServed('bump', ['bump']);
  });
});

/** Whatever a read gets, its load had not begun before an event that preceded the read. */
async function nothingOutdatedIsServed(
  kind: CutRecord['kind'],
  events: NonNullable<Story['events']>,
): Promise<void> {
  const rules = {
    ttlMs: 40 * second,
    refreshAheadMs: 10 * second,
    staleWhileRevalidateMs: 30 * second,
    staleIfErrorMs: minute,
  };
  const history = await play({ rules, steps: 220, slowestMs: 12 * second, failures: 0.2, events });
  let served = 0;
  for (const read of history.reads) {
    const load = sourceOf(history, read);
    if (!load) continue;
    served++;
    must(
      !isCut(history, load, read.called, kind),
      `The ${tell(read)} was served what an event had outdated.`,
    );
  }
  enough(served, 20, 'answers');
}
