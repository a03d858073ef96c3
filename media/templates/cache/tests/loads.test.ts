import assert from 'node:assert/strict';
import { createCache } from '#attempt/cache.ts';
import { clock, spy, trace } from '#testkit';

const ttlMs = 60_000;
const loadMs = 300;

/** A loader that takes its time and numbers its answers; it fails while it is down. */
function slowLoader() {
  const switches = { isUp: true };
  let flying = 0;
  let count = 0;
  const load = spy(async (key: string) => {
    trace.point('loads in flight', ++flying);
    await clock.sleep(loadMs);
    trace.point('loads in flight', --flying);
    if (!switches.isUp) throw new RangeError('down');
    return `${key} ${++count}`;
  });
  return { switches, load };
}

/** Lets time pass until the value is there. */
async function get(cache: { get(key: string): Promise<string> }, key: string): Promise<string> {
  const value = cache.get(key);
  await clock.advance(loadMs);
  return value;
}

describe('a cache', () => {
  it('R1 loads once until the value is too old', async () => {
    const { load } = slowLoader();
    const cache = createCache({ ttlMs, load: load.fn });
    assert.equal(await get(cache, 'ada'), 'ada 1');
    await clock.advance(ttlMs - 1);
    assert.equal(await cache.get('ada'), 'ada 1');
    assert.equal(load.count(), 1);
    await clock.advance(1);
    assert.equal(await get(cache, 'ada'), 'ada 2');
  });

  it('R1 keeps keys apart', async () => {
    const { load } = slowLoader();
    const cache = createCache({ ttlMs, load: load.fn });
    assert.equal(await get(cache, 'ada'), 'ada 1');
    assert.equal(await get(cache, 'bob'), 'bob 2');
    assert.deepEqual(load.calls(), [['ada'], ['bob']]);
  });

  it('R2 lets everybody who asks meanwhile share a load', async () => {
    const { load } = slowLoader();
    const cache = createCache({ ttlMs, load: load.fn });
    const first = cache.get('ada');
    await clock.advance(loadMs / 2);
    const others = Array.from({ length: 20 }, () => cache.get('ada'));
    await clock.advance(loadMs / 2);
    assert.deepEqual(new Set(await Promise.all([first, ...others])), new Set(['ada 1']));
    assert.equal(load.count(), 1);
  });

  it('R3 tells a failure to all who wait and forgets it', async () => {
    const { load, switches } = slowLoader();
    const cache = createCache({ ttlMs, load: load.fn });
    switches.isUp = false;
    const waiting = [cache.get('ada'), cache.get('ada')].map(value => assert.rejects(value, RangeError));
    await clock.advance(loadMs);
    await Promise.all(waiting);
    const before = load.count();
    switches.isUp = true;
    assert.equal(await get(cache, 'ada'), 'ada 1');
    assert.equal(load.count(), before + 1);
  });
});
