import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outcome } from '../../../../media/types/testkit';
import { randomStream } from '../../../../src/sandbox/randomStream';
import { playArrivals, playLoop } from '../../../../src/sandbox/testkit/play';
import { createPlayed } from '../../../../src/sandbox/testkit/played';
import { createTraffic } from '../../../../src/sandbox/testkit/traffic';
import { kitPowers } from './support/kit';

const traffic = createTraffic({ draw: randomStream(1, 'traffic'), now: () => 0 });

const brief = ({ key, sentAt, endedAt, attempts, verdict }: Outcome<unknown>): unknown[] => [
  key,
  sentAt,
  endedAt,
  attempts,
  verdict,
];

describe('playing traffic', () => {
  it('sends at the moments of the arrivals, and waits for every answer', async () => {
    const powers = kitPowers();
    await powers.clock.advance(1_000);
    const played = await playArrivals(powers, traffic.exactly([0, 10, 10, 500]), async ({ at }) => {
      await powers.suiteClock.sleep(100);
      if (at === 500) throw new Error('no');
      return at === 0 ? { allowed: false } : { allowed: true };
    });
    assert.deepEqual(played.outcomes.map(brief), [
      ['user-1', 1_000, 1_100, 1, 'denied'],
      ['user-1', 1_010, 1_110, 1, 'admitted'],
      ['user-1', 1_010, 1_110, 1, 'admitted'],
      ['user-1', 1_500, 1_600, 1, 'failed'],
    ]);
    assert.deepEqual(
      [
        played.mostInFlight,
        played.count(),
        played.count('admitted'),
        played.percentile(99),
        powers.clock.elapsed(),
      ],
      [3, 4, 2, 100, 1_600],
    );
    assert.deepEqual(
      [played.outcomes[0]!.value, played.outcomes[3]!.error],
      [{ allowed: false }, new Error('no')],
    );
  });

  it('gives up on what is never answered, at once if nothing is left to run', async () => {
    const powers = kitPowers();
    const never = await playArrivals(powers, traffic.exactly([5]), () => new Promise(() => undefined));
    assert.deepEqual(
      [never.outcomes.map(brief), powers.clock.elapsed()],
      [[['user-1', 5, undefined, 1, 'unanswered']], 5],
    );
    assert.throws(() => never.percentile(50), /there is no percentile/);
    powers.clock.setInterval(() => undefined, 50);
    await playArrivals(powers, traffic.exactly([5]), () => new Promise(() => undefined), {
      patienceMs: 1_000,
    });
    assert.equal(powers.clock.elapsed(), 1_010);
  });

  it('tries again', async () => {
    const powers = kitPowers();
    let asked = 0;
    const played = await playArrivals(powers, traffic.exactly([0, 0]), () => ++asked > 3, {
      retry: { times: 2, afterMs: 50 },
    });
    assert.deepEqual(played.outcomes.map(brief), [
      ['user-1', 0, 100, 3, 'admitted'],
      ['user-1', 0, 50, 2, 'admitted'],
    ]);
  });

  it('plays clients that wait for their answers', async () => {
    const powers = kitPowers();
    const underWay = new Map<string, number>();
    const loop = { clients: 5, thinkMs: 100, forMs: 10_000 };
    const played = await playLoop(powers, loop, async client => {
      assert.equal(underWay.get(client) ?? 0, 0);
      underWay.set(client, 1);
      await powers.suiteClock.sleep(400);
      underWay.set(client, 0);
      return true;
    });
    // 500 ms each time, and they began somewhere in the first 100.
    assert.deepEqual(
      [...played.byKey().values()].map(outcomes => outcomes.length),
      [20, 20, 20, 20, 20],
    );
    assert.ok(played.mostInFlight <= 5 && played.outcomes.every(({ sentAt }) => sentAt < 10_000));
  });

  it('counts what was admitted within any window, as a slow count does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ sentAt: fc.nat(100), latencyMs: fc.nat(30) }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 60 }),
        (requests, windowMs) => {
          const outcomes = requests.map(({ sentAt, latencyMs }): Outcome<true> => ({
            key: 'u',
            sentAt,
            endedAt: sentAt + latencyMs,
            latencyMs,
            attempts: 1,
            verdict: 'admitted',
            value: true,
          }));
          const inWindow = (from: number): number =>
            outcomes.filter(({ sentAt, endedAt }) => sentAt >= from && endedAt! < from + windowMs).length;
          const slow = Math.max(0, ...outcomes.map(({ sentAt }) => inWindow(sentAt)));
          assert.equal(createPlayed(outcomes, 0).mostAdmittedWithin(windowMs), slow);
        },
      ),
    );
  });

  it('draws within bounds, in order of time, however much there is to draw', async () => {
    for (const perSecond of [20, 500]) {
      const powers = kitPowers();
      const arrivals = traffic.poisson({ perSecond, forMs: 10_000 });
      await playArrivals(
        powers,
        arrivals,
        () => powers.suiteClock.sleep(20 * powers.draw()).then(() => powers.draw() < 0.5),
        {
          name: 'reads',
        },
      );
      const { events } = powers;
      assert.ok(events.length > 100 && events.length < 1_800, String(events.length));
      const lanes = new Map<string, number>();
      for (const event of events) {
        if (!('series' in event || 'lane' in event) || event.kind === 'limit') continue;
        const lane = event.kind === 'point' ? event.series : event.lane;
        assert.ok(event.t >= (lanes.get(lane) ?? 0), lane);
        lanes.set(lane, event.t);
      }
      assert.deepEqual(
        [...lanes.keys()].sort(),
        perSecond === 20
          ? ['reads', 'reads under way']
          : ['reads admitted per second', 'reads denied per second', 'reads under way'],
      );
    }
  });

  it('says what is wrong', async () => {
    const powers = kitPowers();
    await assert.rejects(
      playArrivals(powers, [{ at: -1, key: 'x' }], () => 1),
      {
        name: 'RangeError',
        message: 'play: the `at` of an arrival has to be a number, at least 0; it is -1.',
      },
    );
    await assert.rejects(
      playLoop(powers, { clients: 0, forMs: 1 }, () => 1),
      /playClients: clients/,
    );
  });
});
