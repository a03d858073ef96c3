import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fault } from '../../../../media/types/testkit';
import { faults } from '../../../../src/sandbox/testkit/faults';
import { createLink } from '../../../../src/sandbox/testkit/link';
import { kitPowers, type TestPowers } from './support/kit';

interface Settled {
  readonly n: number;
  readonly at: number;
  readonly end: string;
}

/** Calls the link with 0, 1, 2, … every `everyMs`, and tells how each call ended, in the order of their ends. */
function callEvery(
  powers: TestPowers,
  call: (n: number) => Promise<unknown>,
  count: number,
  everyMs: number,
): Settled[] {
  const ends: Settled[] = [];
  const note = (n: number, end: string): void => void ends.push({ n, at: powers.clock.elapsed(), end });
  for (let n = 0; n < count; n++)
    powers.clock.at(n * everyMs, () => {
      call(n).then(
        value => note(n, String(value)),
        (error: unknown) => note(n, error instanceof Error ? error.message : String(error)),
      );
    });
  return ends;
}

const refused = 'ECONNREFUSED: nobody answers at the other end';
const broke = 'ECONNRESET: the connection broke';

describe('a link', () => {
  it('takes its time each way', async () => {
    const powers = kitPowers();
    const seen: number[] = [];
    const link = createLink(powers, (n: number) => (seen.push(powers.clock.elapsed()), n + 1), {
      latencyMs: 5,
    });
    const ends = callEvery(powers, link.call, 2, 100);
    await powers.clock.advance(1_000);
    assert.deepEqual(
      [seen, ends],
      [
        [5, 105],
        [
          { n: 0, at: 10, end: '1' },
          { n: 1, at: 110, end: '2' },
        ],
      ],
    );
  });

  it('crashes and comes back', async () => {
    const powers = kitPowers();
    const link = createLink(powers, (n: number) => n, { latencyMs: 10, name: 'backend' });
    link.apply(faults.crash(), { afterMs: 115, forMs: 100 });
    const ends = callEvery(powers, link.call, 4, 110);
    await powers.clock.advance(1_000);
    assert.deepEqual(ends, [
      { n: 0, at: 20, end: '0' },
      { n: 1, at: 115, end: broke },
      { n: 2, at: 240, end: '2' },
      { n: 3, at: 350, end: '3' },
    ]);
    const again = callEvery(powers, link.call, 1, 0);
    link.apply(faults.crash());
    await powers.clock.advance(50);
    assert.deepEqual(again, [{ n: 0, at: 1_020, end: refused }]);
    assert.deepEqual(
      powers.events.filter(({ kind }) => kind === 'state'),
      [
        { kind: 'state', t: 0, lane: 'backend', state: 'up' },
        { kind: 'state', t: 115, lane: 'backend', state: 'crashed' },
        { kind: 'state', t: 215, lane: 'backend', state: 'up' },
        { kind: 'state', t: 1_000, lane: 'backend', state: 'crashed' },
      ],
    );
    assert.deepEqual(link.counts(), {
      sent: 5,
      duplicated: 0,
      delivered: 3,
      lost: 1,
      refused: 1,
      inTransit: 0,
      answered: 3,
      failed: 2,
      waiting: 0,
    });
  });

  it('is cut, in one direction or both', async () => {
    for (const [which, delivered] of [
      ['both', 0],
      ['requests', 0],
      ['replies', 1],
    ] as const) {
      const powers = kitPowers();
      const link = createLink(powers, (n: number) => n);
      const heal = link.apply(faults.partition(which));
      const ends = callEvery(powers, link.call, 1, 0);
      await powers.clock.advance(10_000);
      assert.deepEqual([ends, link.counts().delivered, link.counts().waiting], [[], delivered, 1]);
      heal();
      const later = callEvery(powers, link.call, 1, 0);
      await powers.clock.advance(10);
      assert.deepEqual(later, [{ n: 0, at: 10_002, end: '0' }]);
    }
  });

  it('fails before or after the work is done', async () => {
    for (const [when, delivered] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const powers = kitPowers();
      const link = createLink(powers, (n: number) => n);
      link.apply(faults.errors(1, { when, error: () => new RangeError('busy') }));
      const ends = callEvery(powers, link.call, 1, 0);
      await powers.clock.advance(10);
      assert.deepEqual([ends, link.counts().delivered], [[{ n: 0, at: 2, end: 'busy' }], delivered]);
    }
  });

  it('slows down, and several faults add up', async () => {
    const powers = kitPowers();
    const link = createLink(powers, (n: number) => n, { latencyMs: 10 });
    link.apply(faults.slow({ times: 3 }));
    link.apply(faults.slow({ plusMs: 5 }), { afterMs: 50 });
    const ends = callEvery(powers, link.call, 2, 100);
    await powers.clock.advance(1_000);
    assert.deepEqual(
      ends.map(({ at }) => at),
      [60, 170], // 30 each way, then 35
    );
    link.heal();
    const healed = callEvery(powers, link.call, 1, 0);
    await powers.clock.advance(20);
    assert.deepEqual(healed, [{ n: 0, at: 1_020, end: '0' }]);
  });

  it('flaps', async () => {
    const powers = kitPowers();
    const link = createLink(powers, (n: number) => n, { latencyMs: 0 });
    link.apply(faults.flapping({ upMs: 300, downMs: 200 }));
    const ends = callEvery(powers, link.call, 10, 100);
    await powers.clock.advance(1_000);
    assert.deepEqual(
      ends.map(({ n }) => n),
      [2, 3, 4, 7, 8, 9],
    );
  });

  it('delivers twice, and answers once', async () => {
    const powers = kitPowers();
    let runs = 0;
    const link = createLink(powers, () => ++runs);
    link.apply(faults.duplicate(1));
    const ends = callEvery(powers, link.call, 1, 0);
    await powers.clock.advance(100);
    assert.deepEqual([runs, ends.map(({ end }) => end)], [2, ['1']]);
  });

  it('is overtaken when it reorders, unless it is ordered', async () => {
    for (const ordered of [false, true]) {
      const powers = kitPowers();
      const seen: number[] = [];
      const link = createLink(powers, (n: number) => void seen.push(n), { ordered });
      link.apply(faults.reorder(0.5, 50));
      for (let n = 0; n < 100; n++) powers.clock.at(n, () => link.send(n));
      await powers.clock.advance(1_000);
      const inOrder = seen.every((n, index) => index === 0 || seen[index - 1]! < n);
      assert.deepEqual([seen.length, inOrder], [100, ordered]);
    }
  });

  it('carries copies', async () => {
    const powers = kitPowers();
    const kept = { list: [1] };
    const seen: unknown[] = [];
    const link = createLink(powers, (message: { list: number[] }, run: () => number) => {
      seen.push(message, run());
      return kept;
    });
    const message = { list: [7] };
    const answer = link.call(message, () => 42);
    message.list.push(8);
    await powers.clock.advance(10);
    (await answer).list.push(2);
    assert.deepEqual([seen, kept], [[{ list: [7] }, 42], { list: [1] }]);
    await assert.rejects(
      link.call(new Proxy({ list: [] }, {}), () => 1),
      /A Proxy cannot be sent/,
    );
    const controller = new AbortController();
    const signals = createLink(powers, ({ signal }: { signal: AbortSignal }) => signal === controller.signal);
    const same = signals.call({ signal: controller.signal });
    await powers.clock.advance(10);
    assert.equal(await same, true);
  });

  const someFault: fc.Arbitrary<Fault> = fc.oneof(
    fc.constant(faults.crash()),
    fc
      .constantFrom<'both' | 'requests' | 'replies'>('both', 'requests', 'replies')
      .map(lost => faults.partition(lost)),
    fc.integer({ min: 1, max: 20 }).map(times => faults.slow({ times })),
    fc.double({ min: 0, max: 1, noNaN: true }).map(probability => faults.drop(probability)),
    fc.double({ min: 0, max: 1, noNaN: true }).map(probability => faults.duplicate(probability)),
    fc.double({ min: 0, max: 1, noNaN: true }).map(probability => faults.reorder(probability, 100)),
    fc.double({ min: 0, max: 1, noNaN: true }).map(probability => faults.errors(probability)),
    fc
      .double({ min: 0, max: 1, noNaN: true })
      .map(probability => faults.errors(probability, { when: 'after' })),
    fc.constant(faults.brownOut()),
    fc.constant(faults.flapping({ upMs: 30, downMs: 20 })),
  );

  it('accounts for every message, whatever happens to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ fault: someFault, afterMs: fc.nat(200), forMs: fc.nat(200) }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 1_000 }),
        fc.integer({ min: 0, max: 300 }),
        fc.boolean(),
        async (plan, seed, lookAt, ordered) => {
          const play = async (): Promise<unknown> => {
            const powers = kitPowers(seed);
            let runs = 0;
            const link = createLink(powers, () => ++runs, { latencyMs: draw => 20 * draw!(), ordered });
            for (const { fault, ...when } of plan) link.apply(fault, when);
            const ends = callEvery(powers, link.call, 20, 10);
            for (let n = 0; n < 10; n++) powers.clock.at(n * 25, () => link.send());
            const check = (): void => {
              const c = link.counts();
              assert.equal(c.sent + c.duplicated, c.delivered + c.lost + c.refused + c.inTransit);
              assert.equal(c.delivered, runs);
              assert.ok(Object.values(c).every(count => count >= 0));
            };
            await powers.clock.advance(lookAt);
            check();
            await powers.clock.advance(10_000);
            check();
            const c = link.counts();
            assert.deepEqual([c.sent, c.inTransit, c.answered + c.failed + c.waiting], [30, 0, 20]);
            assert.equal(ends.length, c.answered + c.failed);
            if (plan.length === 0) assert.deepEqual([c.delivered, c.answered], [30, 20]);
            return [ends, c];
          };
          assert.deepEqual(await play(), await play());
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says what is wrong with its faults', async () => {
    assert.throws(() => faults.drop(2), {
      message: 'faults.drop: probability has to be a number, from 0 to 1; it is 2.',
    });
    assert.throws(() => faults.slow({ times: -1 }), RangeError);
    const powers = kitPowers();
    const link = createLink(powers, () => 1);
    assert.throws(() => link.apply(faults.crash(), { afterMs: -1 }), /apply: afterMs has to be a number/);
    link.apply({ name: 'own', affect: passage => ({ ...passage, delayMs: Number.NaN }) });
    await assert.rejects(link.call(), /the delay of a message has to be a number/);
  });
});
