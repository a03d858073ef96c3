import assert from 'node:assert/strict';
import type { ServersOptions } from '../../../../media/types/testkit';
import { faults } from '../../../../src/sandbox/testkit/faults';
import { createServers } from '../../../../src/sandbox/testkit/servers';
import { createSharedStore } from '../../../../src/sandbox/testkit/sharedStore';
import { kitPowers, type TestPowers } from './support/kit';

/** Lets time pass until a promise settles. */
const untilOf =
  ({ suiteClock }: TestPowers) =>
  <T>(promise: Promise<T>): Promise<T> =>
    suiteClock.until(promise);

/** A server that counts its visitors. */
class Counter {
  count = 0;
  constructor(readonly name: string) {}
  visit(): string {
    return `${this.name}: ${++this.count}`;
  }
}

const fleetOf = (powers: TestPowers, count: number, options: ServersOptions = {}) =>
  createServers(
    powers,
    powers.suiteClock,
    count,
    ({ index, restarts }) => new Counter(`${index}.${restarts}`),
    options,
  );

const refused = /ECONNREFUSED/;

describe('servers', () => {
  it('get their requests from the balancer', async () => {
    const visits = async (
      balancer: NonNullable<ServersOptions['balancer']>,
      keys: string,
    ): Promise<string> => {
      const powers = kitPowers();
      const fleet = fleetOf(powers, 3, { balancer });
      const seen: string[] = [];
      for (const key of keys) seen.push(await powers.suiteClock.until(fleet.call(key, it => it.visit())));
      return seen.map(text => text[0]).join('');
    };
    assert.equal(await visits('round-robin', 'aaaaaaa'), '0120120');
    const sticky = await visits('sticky', 'abcabcabc');
    assert.equal(sticky, sticky.slice(0, 3).repeat(3));
    assert.equal(new Set(await visits('random', 'a'.repeat(30))).size, 3);
    assert.equal(await visits('least-busy', 'aaa'), '000');
    assert.throws(
      () => fleetOf(kitPowers(), 2, { balancer: 'best' as 'random' }),
      /balancer has to be round-robin, random/,
    );
  });

  it('share the load by how busy they are', async () => {
    const powers = kitPowers();
    const fleet = fleetOf(powers, 3, { balancer: 'least-busy' });
    const calls = Array.from({ length: 6 }, () => fleet.call('k', it => it.visit()));
    const answers = await powers.suiteClock.until(Promise.all(calls));
    assert.deepEqual(answers.sort(), ['0.0: 1', '0.0: 2', '1.0: 1', '1.0: 2', '2.0: 1', '2.0: 2']);
  });

  it('crash, lose what they hold, and come back', async () => {
    const powers = kitPowers();
    const until = untilOf(powers);
    const fleet = fleetOf(powers, 2, { latencyMs: 10 });
    const first = fleet.server(0);
    assert.equal(await until(first.call(it => it.visit())), '0.0: 1');
    const broken = first.call(it => it.visit());
    first.crash({ afterMs: 5, forMs: 100 });
    await assert.rejects(until(broken), /ECONNRESET/);
    assert.equal(first.isUp, false);
    assert.throws(() => first.instance, /server 1 is down/);
    await assert.rejects(until(first.call(it => it.visit())), refused);
    // The balancer knows.
    for (let n = 1; n <= 3; n++) assert.equal(await until(fleet.call('k', it => it.visit())), `1.0: ${n}`);
    await powers.clock.advance(100);
    assert.equal(await until(first.call(it => it.visit())), '0.1: 1');
    for (const server of fleet.all) server.crash();
    await assert.rejects(
      fleet.call('k', it => it.visit()),
      /no server is up/,
    );
    fleet.heal();
    await assert.rejects(
      until(first.call(it => it.visit())),
      refused,
      'healing the network starts no server',
    );
    first.restart();
    assert.equal(await until(fleet.call('k', it => it.visit())), '0.2: 1');
  });

  it('get requests until the balancer notices', async () => {
    const powers = kitPowers();
    const fleet = fleetOf(powers, 2, { noticesAfterMs: 50 });
    fleet.server(0).crash();
    await assert.rejects(powers.suiteClock.until(fleet.call('k', it => it.visit())), refused);
    await powers.clock.advance(50);
    for (let n = 0; n < 3; n++) await powers.suiteClock.until(fleet.call('k', it => it.visit()));
  });

  it('reach nothing any more after a crash, by no connection', async () => {
    const powers = kitPowers();
    const store = createSharedStore(powers, 0);
    const fleet = createServers(powers, powers.suiteClock, 1, ({ connect }) => {
      const db = connect(store.client);
      const note = connect((text: string) => Promise.resolve(text.length));
      const ticker = setTicker(powers, () => void db.increment('ticks'));
      return { db, note, ticker };
    });
    await powers.clock.advance(95);
    assert.equal(store.size, 1);
    const { db, note } = fleet.server(0).instance;
    const late = db.get('ticks');
    fleet.server(0).crash();
    await powers.clock.advance(1_000);
    const ticks = await powers.suiteClock.until(store.client.get('ticks'));
    assert.equal(ticks, '9');
    const ends: unknown[] = [];
    for (const promise of [late, note('x')]) void promise.then(value => ends.push(value));
    await powers.clock.advance(1_000);
    assert.deepEqual(ends, []);
  });

  it('call each other, across a network that can be split', async () => {
    const powers = kitPowers();
    interface Node {
      readonly said: string[];
      say(text: string): string;
      tell(to: number, text: string): Promise<unknown>;
    }
    const fleet = createServers<Node>(powers, powers.suiteClock, 3, ({ index, peer }) => {
      const said: string[] = [];
      return {
        said,
        say: text => (said.push(text), `${index} heard ${text}`),
        tell: (to, text) => peer(to, 'say', text),
      };
    });
    const until = untilOf(powers);
    const tell = (from: number, to: number, text: string): Promise<unknown> =>
      fleet.server(from).instance.tell(to, text);
    assert.equal(await until(tell(0, 2, 'a')), '2 heard a');
    assert.equal(powers.clock.elapsed(), 2);
    fleet.partition([[0, 1], [2]], { forMs: 100 });
    assert.equal(await until(tell(0, 1, 'b')), '1 heard b');
    assert.equal(await until(tell(2, 2, 'self')), '2 heard self');
    await assert.rejects(until(tell(0, 2, 'c')), /There (was|will)/);
    await powers.clock.advance(100);
    assert.equal(await until(tell(0, 2, 'd')), '2 heard d');
    fleet.server(2).crash();
    await assert.rejects(until(tell(0, 2, 'e')), refused);
    fleet.between(0, 1).apply(faults.slow({ plusMs: 500 }));
    const began = powers.clock.elapsed();
    await until(tell(0, 1, 'f'));
    assert.equal(powers.clock.elapsed() - began, 1_002);
    await assert.rejects(until(fleet.server(0).instance.tell(9, 'x')), /There is no server 9/);
  });

  it('have clocks of their own for one request at a time', async () => {
    const powers = kitPowers();
    const fleet = createServers(
      powers,
      powers.suiteClock,
      2,
      () => ({
        look: async () => {
          const before = powers.clock.now();
          await powers.suiteClock.sleep(50);
          return [before, powers.clock.now(), powers.clock.uptime()];
        },
      }),
      { skewMs: index => 1_000 * index, uptimeMs: () => 5_000 },
    );
    const now = powers.clock.now();
    assert.deepEqual(await fleet.server(1).alone(it => it.look()), [now + 1_001, now + 1_051, 5_051]);
    assert.deepEqual(await fleet.server(0).alone(it => it.look()), [now + 53, now + 103, 5_103]);
    assert.deepEqual([powers.clock.now(), powers.clock.uptime()], [now + 104, 104]);
    void fleet.server(0).call(it => it.look());
    await assert.rejects(
      fleet.server(1).alone(it => it.look()),
      /needs the servers to itself/,
    );
  });
});

describe('the shared store', () => {
  it('does what it says, one thing at a time', async () => {
    const powers = kitPowers();
    const store = createSharedStore(powers, 1_000, { skewMs: 500 });
    const { client } = store;
    const until = untilOf(powers);
    assert.equal(await until(client.get('a')), undefined);
    await until(client.set('a', 'x', 100));
    assert.deepEqual([await until(client.get('a')), store.size, store.keys], ['x', 1, ['a']]);
    assert.equal(await until(client.compareAndSet('a', 'y', 'z')), false);
    assert.equal(await until(client.compareAndSet('a', 'x', 'z')), true);
    assert.equal(await until(client.expire('a', 10)), true);
    await powers.clock.advance(10);
    assert.equal(await until(client.get('a')), undefined);
    assert.equal(await until(client.expire('a', 10)), false);
    const sums = await until(
      Promise.all([client.increment('n'), client.increment('n', 5), client.increment('n', -1)]),
    );
    assert.deepEqual(sums, [1, 6, 5]);
    assert.equal(await until(client.time()), 1_000 + 500 + powers.clock.elapsed() - 1);
    assert.equal(await until(client.delete('n')), true);
    assert.equal(await until(client.delete('n')), false);
  });

  it('runs a script all or nothing, and its view ends with it', async () => {
    const powers = kitPowers();
    const store = createSharedStore(powers, 0);
    const { client } = store;
    const until = untilOf(powers);
    let leaked: { get(key: string): unknown } | undefined;
    const sum = await until(
      client.transaction(db => {
        leaked = db;
        db.set('a', '1');
        return db.increment('a', 2);
      }),
    );
    assert.equal(sum, 3);
    assert.throws(() => leaked!.get('a'), /script has ended/);
    await assert.rejects(
      until(
        client.transaction(db => {
          db.set('a', 'changed');
          throw new Error('stop');
        }),
      ),
      /stop/,
    );
    assert.equal(await until(client.get('a')), '3');
    assert.equal(store.complaint, 'stop');
    await assert.rejects(until(client.transaction(() => Promise.resolve(1))), /has to be synchronous/);
    await until(client.set('t', 'text'));
    await assert.rejects(until(client.increment('t')), /does not hold a whole number/);
    await assert.rejects(until(client.set('t', 5 as unknown as string)), /Values have to be strings/);
  });
});

/** Every 10 ms, for as long as the check runs: a crash does not end it. */
function setTicker({ clock }: TestPowers, tick: () => void): number {
  return clock.setInterval(tick, 10);
}
