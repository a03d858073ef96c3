import assert from 'node:assert/strict';
import { clock } from '#testkit';
import type { Answer } from '#attempt/types.ts';
import { joinable, play } from './history.ts';
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
  nameOf,
  numbered,
  query,
  reads,
  rejected,
  second,
  timeOfDay,
  waits,
  Warehouse,
} from './warehouse.ts';

const outage = new Error('warehouse: connection refused');

/** The same read from `count` users in one moment. */
const crowd = (count: number, read: () => Promise<Answer<string>>): Promise<Answer<string>>[] =>
  Array.from({ length: count }, read);

describe('Loads', () => {
  it('R6 asks the warehouse once for 1,000 users who come at the same time', async () => {
    clock.setWallClock(at('10:00:00'));
    const source = held();
    const cache = cacheOf(source, { ttlMs: hour });
    for (const [when, data] of [
      ['10:00:00', 'ten o’clock data'],
      ['11:05:00', 'eleven o’clock data'],
    ] as const) {
      await clock.advanceTo(at(when));
      const before = source.count;
      const users = crowd(1_000, () => ask(cache, emea));
      await clock.settle();
      const loads = source.count - before;
      assert.equal(
        loads,
        1,
        `At ${when} 1,000 users ask for an answer that is not stored: ${loads} loads began.`,
      );
      await clock.advance(4 * second);
      const late = ask(cache, emea);
      await clock.settle();
      assert.equal(
        source.count - before,
        1,
        'Who comes while the load is under way waits for the same load.',
      );
      await source.last.bring(data);
      const answers = await Promise.all([...users, late]);
      const different = answers.filter(answer => answer.value !== data || answer.state !== 'miss');
      assert.equal(
        different.length,
        0,
        `${different.length} of the 1,001 users did not get what the load brought.`,
      );
    }
  });

  it('R6 loads different queries side by side', async () => {
    const source = held();
    const cache = cacheOf(source);
    const slow = ask(cache, emea);
    const others = Array.from({ length: 20 }, (_, i) => ask(cache, query('orders', `region ${i}`)));
    await clock.settle();
    assert.equal(
      source.count,
      21,
      'Twenty-one different queries need twenty-one loads, none waiting for another.',
    );
    for (const load of source.open.slice(1)) await load.bring(nameOf(load.query));
    for (const [i, other] of others.entries())
      await answered(other, ['miss', `region ${i}`], 'A slow query must not hold up the others.', 'others');
    await waits(slow, 'The slow query is still under way.');
  });

  it('R6 never has two loads of one query under way that a caller may join, in a random story', async () => {
    const rules = {
      ttlMs: 30 * second,
      negativeTtlMs: 5 * second,
      refreshAheadMs: 8 * second,
      staleWhileRevalidateMs: 9 * second,
    };
    const moods = { failures: 0.2, notFound: 0.1, events: ['invalidate', 'bump'] as const };
    const history = await play({ rules, steps: 150, slowestMs: 9 * second, crowd: 3, ...moods });
    for (const load of history.loads) {
      const others = joinable(history, load.query, load.began, load.startedAt);
      const when = timeOfDay(load.startedAt);
      assert.equal(
        others.length,
        0,
        `At ${when} a load of ${nameOf(load.query)} began although one was under way.`,
      );
    }
    const waiting = history.reads.filter(read => read.state === undefined).length;
    assert.equal(waiting, 0, `${waiting} readers were never answered, although all loads have ended.`);
  });

  it('R7 passes a failure on to all who waited, and stores it for nobody', async () => {
    const source = numbered();
    const cache = cacheOf(source, { negativeTtlMs: minute });
    await reads(cache, apac, ['miss', 'APAC, load 1'], 'Nothing is stored yet.');
    source.holds();
    const users = crowd(50, () => ask(cache, emea));
    await clock.settle();
    for (const load of source.open) await load.fail(outage);
    for (const user of users)
      await rejected(user, outage, 'The load that all of them waited for has failed.');
    for (let attempt = 1; attempt <= 3; attempt++) {
      const again = ask(cache, emea);
      await waits(again, 'A failure is not an answer: who comes after it starts a new load.');
      await source.last.fail(outage);
      await rejected(again, outage, 'The warehouse is still down.');
    }
    await reads(
      cache,
      apac,
      ['hit', 'APAC, load 1'],
      'This answer is stored and fresh, whatever fails elsewhere.',
    );
    source.replies(() => 'back again');
    await reads(cache, emea, ['miss', 'back again'], 'The warehouse is back.');
    await reads(cache, emea, ['hit', 'back again'], 'That load succeeded.');
  });

  it('R7 treats a load that throws at once like one that fails', async () => {
    const source = numbered();
    let broken = true;
    const cache = cacheOf(source, {
      load: asked => {
        if (broken) throw outage;
        return source.load(asked);
      },
    });
    let reading: Promise<Answer<string>> | undefined;
    assert.doesNotThrow(
      () => (reading = cache.get(emea)),
      'A read reports a failure by rejecting, never by throwing.',
    );
    await rejected(reading!, outage, 'The load threw.');
    broken = false;
    await reads(
      cache,
      emea,
      ['miss', 'EMEA, load 1'],
      'The failed load must not stand in the way of the next.',
    );
  });

  it('R13 stores "not found" for its own time, or until the next boundary', async () => {
    clock.setWallClock(at('10:59:00'));
    const source = new Warehouse<string>(() => undefined);
    const cache = cacheOf(source, { ttlMs: 24 * hour, alignMs: hour, negativeTtlMs: 30 * second });
    await reads(cache, emea, ['miss', undefined], 'The warehouse has no such data.');
    await clock.advanceTo(at('10:59:29.999'));
    await reads(cache, emea, ['hit', undefined], '"Not found" is an answer that is worth storing.');
    source.replies(() => 'first sale');
    await clock.advanceTo(at('10:59:30'));
    await reads(
      cache,
      emea,
      ['miss', 'first sale'],
      'Thirty seconds are over: the data may have appeared since.',
    );
    source.replies(() => undefined);
    await clock.advanceTo(at('10:59:50'));
    await reads(cache, emea, ['hit', 'first sale'], 'A found answer lives longer.');
    await reads(cache, apac, ['miss', undefined], 'The warehouse has no such data.');
    source.replies(() => 'eleven o’clock data');
    await clock.advanceTo(at('10:59:59.999'));
    await reads(cache, apac, ['hit', undefined], 'The hour is not over.');
    await clock.advanceTo(at('11:00:00'));
    await reads(cache, apac, ['miss', 'eleven o’clock data'], 'At eleven the warehouse has new data.');
  });

  it('R13 counts the life of "not found" from the beginning of its load', async () => {
    clock.setWallClock(at('10:59:00'));
    const source = held();
    const cache = cacheOf(source, { ttlMs: 24 * hour, alignMs: hour, negativeTtlMs: 30 * second });
    const first = ask(cache, emea);
    await clock.advanceTo(at('10:59:08'));
    await source.last.bring(undefined);
    await answered(first, ['miss', undefined], 'The warehouse has no such data.');
    await clock.advanceTo(at('10:59:29.999'));
    await reads(cache, emea, ['hit', undefined], 'Thirty seconds from the start of its load are not over.');
    await clock.advanceTo(at('10:59:30'));
    await waits(ask(cache, emea), 'The warehouse may have looked at 10:59:00, thirty seconds ago.');

    await clock.advanceTo(at('10:59:55'));
    const across = ask(cache, apac);
    await clock.advanceTo(at('11:00:03'));
    await source.last.bring(undefined);
    await answered(across, ['miss', undefined], 'It asked before eleven, when there was no such data.');
    await waits(
      ask(cache, apac),
      'The warehouse may have looked before eleven, and at eleven its data changed.',
    );
  });

  it('R13 never serves "not found" as stale', async () => {
    clock.setWallClock(at('10:30:00'));
    const source = new Warehouse<string>(() => undefined);
    const windows = { staleWhileRevalidateMs: 10 * minute, staleIfErrorMs: 10 * minute };
    const cache = cacheOf(source, { negativeTtlMs: 30 * second, ...windows });
    await reads(cache, emea, ['miss', undefined], 'The warehouse has no such data.');
    await clock.advanceTo(at('10:31:00'));
    source.holds();
    const reader = ask(cache, emea);
    await waits(
      reader,
      '"Not found" has expired, and its short life is there so that new data is seen soon.',
    );
    await source.last.fail(outage);
    await rejected(reader, outage, 'An expired "not found" must not stand in for an answer.');
  });

  it('R13 lets "not found" replace an older answer, and does not store it unless told to', async () => {
    const source = new Warehouse<string>(() => undefined);
    const cache = cacheOf(source);
    await reads(cache, emea, ['miss', undefined], 'The warehouse has no such data.');
    source.replies(() => 'first sale');
    await reads(cache, emea, ['miss', 'first sale'], 'By default "not found" is not stored.');

    for (const negativeTtlMs of [0, 10 * second]) {
      const source = numbered();
      const cache = cacheOf(source, { ttlMs: minute, negativeTtlMs, staleIfErrorMs: hour });
      await reads(cache, emea, ['miss', 'EMEA, load 1'], 'The data is there.');
      await clock.advance(minute);
      source.replies(() => undefined);
      await reads(cache, emea, ['miss', undefined], 'The data has been deleted.');
      await clock.advance(10 * second);
      source.replies(() => {
        throw outage;
      });
      await rejected(
        ask(cache, emea),
        outage,
        'What the warehouse has deleted must not come back in an outage.',
      );
    }
  });
});
