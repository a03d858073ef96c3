import assert from 'node:assert/strict';
import { createTraceAnalyzer } from '#attempt/traceAnalyzer.ts';
import type { TailReport, Trace } from '#attempt/types.ts';
import { harden, latency, random } from '#testkit';
import { Requests, reproducibly } from './requests.ts';
import { randomSpans, request, span } from './traces.ts';

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const about = (ms: number): number => random.int(Math.floor(ms * 0.8), Math.ceil(ms * 1.2));

/** A request of the story. The shards run side by side; the model is always the longest; the list is sometimes slow. */
function story(historyMs: number, user: string, region = 'eu'): Trace {
  const auth = about(10);
  const history = auth + historyMs;
  const model = history + about(130);
  return {
    attributes: { user, region },
    spans: random.shuffle([
      span('api', 0, model + 4),
      span('auth < api', 0, auth),
      span('postgres < api', auth, history),
      span('model < api', history, model),
      ...times(8, i => span(`shard#${i} < model`, history, history + about(20))),
    ]),
  };
}

const ofMs = (ms: number, attributes: Readonly<Record<string, string>> = {}): Trace =>
  request([['work', ms]], attributes);

function isEmpty({ slow, gapMs, operations }: TailReport): void {
  assert.deepEqual({ slow, gapMs, operations: [...operations] }, { slow: 0, gapMs: 0, operations: [] });
}

describe('What makes the slow ones slow', () => {
  it('R9 the story: p50 is fine, p95 is five seconds, and it is the list', () => {
    const slow = latency.uniform(4_000, 15_000);
    const requests = new Requests().add(
      ...random.shuffle([
        ...times(141, i => story(about(30), `u${i % 90}`)),
        ...times(9, () => story(Math.round(slow()), '4711')),
      ]),
    );
    for (const p of [0, 50, 95, 99, 100]) requests.percentileAgrees(p);
    const { operations } = requests.timesAgree(94, 'The story');
    assert.equal(operations[0]?.operation, 'postgres');
    requests.timesAgree(50, 'The story');
  });

  it('R9 counts what was waited for, in means over all: with the operation or without', () => {
    const wide = (ms: number): Trace => ({
      attributes: {},
      spans: [
        span('api', 0, 40 + ms),
        ...times(10, i => span(`shard#${i} < api`, 0, 30 + (i % 3))),
        span('db < api', 40, 40 + ms),
        span('disk < db', 40, 38 + ms),
      ],
    });
    const requests = new Requests().add(...times(20, () => wide(10)), ...times(4, () => wide(400)));
    requests.timesAgree(80, 'Ten shards side by side, and a query that waits for the disk');
    {
      const requests = new Requests().add(
        ...times(30, i => request([['db', 20 + i], ...(i % 5 === 0 ? ([['retry', 6]] as const) : [])])),
        ...times(10, i =>
          request([['db', 300], ...(i === 0 ? ([['retry', 900]] as const) : ([['lock', 200]] as const))]),
        ),
        request([
          ['db', 100],
          ['disk', 150],
          ['db', 180],
        ]),
      );
      requests.timesAgree(73, 'A retry that nearly nobody has');
      requests.timesAgree(20, 'A retry that nearly nobody has');
    }
  });

  it('R9 slow is longer than the percentile; whoever is as long is not', () => {
    const requests = new Requests().add(
      ...times(80, () => ofMs(100)),
      ...times(20, i => ofMs(i < 15 ? 500 : 900)),
    );
    assert.equal(requests.timesAgree(79, 'A p79 of 100 ms').slow, 20);
    assert.equal(requests.timesAgree(80, 'A p80 of 100 ms').slow, 20);
    assert.equal(requests.timesAgree(80.001, 'A p80.001 of 500 ms').slow, 5);
    assert.equal(requests.timesAgree(95, 'A p95 of 500 ms').slow, 5);
    for (const p of [95.001, 100]) {
      const report = requests.analyzer.explainTail(p);
      isEmpty(report);
    }
  });

  it('R9 nothing is known yet, and what is no percentile', () => {
    const analyzer = createTraceAnalyzer();
    assert.equal(analyzer.percentile(95), undefined);
    const report = analyzer.explainTail(95);
    isEmpty(report);
    assert.deepEqual([...analyzer.groupBy('user', 95)], []);
    const refuses = (when: string): void => {
      for (const p of [-1, 100.5, 101, Number.NaN])
        for (const [what, run] of [
          [`percentile(${p})`, () => analyzer.percentile(p)],
          [`explainTail(${p})`, () => analyzer.explainTail(p)],
          [`groupBy('user', ${p})`, () => analyzer.groupBy('user', p)],
        ] as const)
          assert.throws(run, RangeError, `${when}: ${what} should throw a RangeError`);
    };
    refuses('Without traces');
    analyzer.add(harden(ofMs(5)));
    refuses('With one trace');
    assert.equal(analyzer.percentile(50), 5);
  });

  it('R9 any traces, at any percentile, while they come', () => {
    // Somebody had nothing to do.
    const traces = [request([])];
    const requests = new Requests().add(...traces);
    for (let round = 0; round < 12; round++) {
      const shape = { spans: 10, skew: random.pick([0, 4]), lost: 10 };
      const more = times(random.int(1, 12), () => ({ spans: randomSpans(shape), attributes: {} }));
      traces.push(...more);
      requests.add(...more);
      const p = random.pick([0, 50, 80, 95, random.int(0, 100_000) / 1_000]);
      reproducibly(traces, `At ${p}`, (some, when) => some.timesAgree(p, when));
      // The same, with questions in between.
      requests.percentileAgrees(p);
      requests.timesAgree(p, `Round ${round}, asked again after more traces`);
    }
  });

  it('R10 what always takes long explains nothing, and a share may be negative', () => {
    const requests = new Requests().add(
      ...times(90, () =>
        request([
          ['auth', about(10)],
          ['model', random.int(2_000, 2_050)],
          ['lock', 1],
        ]),
      ),
      ...times(10, () =>
        request([
          ['auth', about(10)],
          ['model', random.int(2_100, 2_150)],
          ['lock', about(1_500)],
        ]),
      ),
    );
    const [first, second] = requests.sharesAgree(
      90,
      'A model that is always slow, and a lock that sometimes is',
    );
    assert.deepEqual([first?.operation, second?.operation], ['lock', 'model']);
    assert.ok(first!.slowMs < second!.slowMs, 'The model takes longer, even in the slow ones');
    {
      const requests = new Requests().add(
        ...times(40, i =>
          request([
            ['db', 20 + (i % 4)],
            ['render', 60],
          ]),
        ),
        ...times(5, () =>
          request([
            ['db', 3_000],
            ['timeout', 1],
          ]),
        ),
      );
      const shares = requests.sharesAgree(85, 'Requests that were given up');
      assert.equal(shares.at(-1)?.operation, 'render');
      assert.ok(shares.at(-1)!.share < 0 && shares[0]!.share > 1);
    }
  });

  it('R10 any traces: all shares make one', () => {
    for (let round = 0; round < 10; round++) {
      const shape = { spans: 9, skew: random.pick([0, 4]), lost: 10 };
      const traces = times(random.int(2, 50), () => ({ spans: randomSpans(shape), attributes: {} }));
      for (const p of [0, 50, random.int(0, 100_000) / 1_000])
        reproducibly(traces, `At ${p}`, (some, when) => some.sharesAgree(p, when));
    }
  });
});

describe('Who has the slow ones', () => {
  it('R11 counts each value, with a lower end for its share', () => {
    const requests = new Requests().add(
      ...times(95, i => ofMs(100 + i, { user: `u${i % 19}`, region: i % 2 === 0 ? 'eu' : 'us' })),
      ...times(4, i => ofMs(5_000 + i, { user: '4711', region: 'us' })),
      ofMs(9_000, { user: 'once', region: 'eu' }),
    );
    const groups = requests.groupsAgree('user', 95, 'Five slow ones');
    assert.deepEqual(
      groups.slice(0, 2).map(({ value }) => value),
      ['4711', 'once'],
      'Four of four say more than one of one',
    );
    requests.groupsAgree('region', 95, 'Five slow ones');
    requests.groupsAgree('region', 50, 'Fifty slow ones');
    requests.groupsAgree('device', 50, 'An attribute that nobody has');
    requests.groupsAgree('user', 100, 'None is slow');
  });

  it('R11 any text is a value, and not everybody has one', () => {
    const values = ['', '__proto__', 'constructor', '0', 'a,b', 'a', 'b', 'undefined'];
    const requests = new Requests().add(
      ...times(120, () =>
        ofMs(random.int(1, 60), random.chance(0.2) ? { other: 'x' } : { tag: random.pick(values) }),
      ),
    );
    requests.groupsAgree('tag', 80, 'Strange names');
    requests.groupsAgree('other', 80, 'Few have one');
    for (const name of ['constructor', 'toString', '__proto__'])
      requests.groupsAgree(name, 80, 'An attribute that nobody has');
    requests.add(...times(6, i => ofMs(70 + i, { constructor: i < 4 ? 'a' : 'b' })));
    requests.groupsAgree('constructor', 80, 'An attribute with a strange name');
  });

  it('R11 a trace is what it was when it was added', () => {
    const analyzer = createTraceAnalyzer();
    const before = ofMs(30, { user: 'ann' });
    const { attributes } = before;
    const spans = [...before.spans];
    analyzer.add(before);
    Reflect.set(attributes, 'user', 'bob');
    Reflect.set(attributes, 'region', 'eu');
    for (const one of spans) Reflect.set(one, 'end', one.start);
    assert.deepEqual(
      analyzer.groupBy('user', 50).map(({ value }) => value),
      ['ann'],
      'Users, after the caller changed its attributes',
    );
    assert.equal(analyzer.groupBy('region', 50).length, 0, 'Regions that were added to its attributes later');
    assert.equal(analyzer.percentile(50), 30, 'The median, after the caller changed its spans');
  });

  it('R11 any groups, while they come; what is given back is nobody else’s', () => {
    const requests = new Requests();
    for (let round = 0; round < 10; round++) {
      requests.add(
        ...times(random.int(1, 30), () =>
          ofMs(random.int(1, 25), { user: `u${random.int(0, 6)}`, region: random.pick(['eu', 'us', 'ap']) }),
        ),
      );
      const p = random.pick([50, 90, 95, random.int(0, 100_000) / 1_000]);
      requests.groupsAgree('user', p, `Round ${round}`);
      const [group] = requests.analyzer.groupBy('region', p);
      Reflect.set(group!, 'count', 1_000);
      Reflect.set(requests.analyzer.explainTail(p), 'slow', 1_000);
      requests.groupsAgree('region', p, `Round ${round}, after a group was changed`);
    }
  });

  it('R12 one user of ninety, and not the one with a single request', () => {
    const requests = new Requests().add(
      ...random.shuffle([
        ...times(360, i => ofMs(about(200), { user: `u${i % 90}`, region: random.pick(['eu', 'us']) })),
        ...times(24, i => ofMs(i < 15 ? about(6_000) : about(200), { user: '4711', region: 'eu' })),
        ...times(3, i => ofMs(7_000 + i, { user: `once ${i}`, region: 'us' })),
      ]),
    );
    assert.deepEqual(requests.suspectsAgree('user', 95, 'The story'), ['4711']);
    requests.suspectsAgree('region', 95, 'The story');
  });

  it('R12 at least five are slow, and somebody is outside', () => {
    for (const [slow, suspects] of [
      [4, []],
      [5, ['ann']],
    ] as const) {
      const requests = new Requests().add(
        ...times(slow, i => ofMs(900 + i, { user: 'ann' })),
        ...times(195, i => ofMs(100, { user: `u${i % 65}` })),
      );
      assert.deepEqual(requests.suspectsAgree('user', 95, `${slow} of ${slow} are slow`), suspects);
    }
  });

  it('R12 twice as much as those outside, not as everybody, and with certainty', () => {
    // 30 of 100 against 4 of 100: of all it is 17 %, twice that is more than the 18 % that are certain.
    const requests = new Requests().add(
      ...times(100, i => ofMs(i < 30 ? 500 : 100, { region: 'eu' })),
      ...times(60, i => ofMs(i < 3 ? 500 : 100, { region: 'us' })),
      ...times(40, i => ofMs(i < 1 ? 500 : 100)),
    );
    assert.deepEqual(requests.suspectsAgree('region', 80, 'Half of all requests'), ['eu']);
    {
      const requests = new Requests().add(
        ...times(100, i => ofMs(i < 7 ? 500 : 100, { user: 'a bit more' })),
        ...times(20, i => ofMs(i < 6 ? 500 : 100, { user: 'perhaps chance' })),
        ...times(300, i => ofMs(i < 15 ? 500 : 100, { user: `u${i % 7}` })),
      );
      assert.deepEqual(requests.suspectsAgree('user', 90, 'Seven and thirty in a hundred, against five'), []);
      {
        const all = new Requests().add(...times(50, i => ofMs(i < 10 ? 500 : 100, { region: 'eu' })));
        assert.deepEqual(all.suspectsAgree('region', 80, 'Nobody is outside'), []);
        all.add(ofMs(100));
        assert.deepEqual(all.suspectsAgree('region', 80, 'One is outside, without an attribute'), ['eu']);
        assert.deepEqual(all.suspectsAgree('region', 100, 'None is slow'), []);
      }
    }
  });

  it('R12 not at exactly twice the share of those outside', () => {
    // 9 of 9 are half with certainty, in whatever way that is worked out; 1 of 4 is a quarter.
    for (const times4 of [1, random.int(2, 5)])
      for (const [more, suspects] of [
        [0, []],
        [1, ['ann']],
      ] as const) {
        const requests = new Requests().add(
          ...times(9, i => ofMs(500 + i, { user: 'ann' })),
          ...times(4 * times4 + more, i => ofMs(i < times4 ? 500 : 100)),
        );
        const outside = `${times4} of ${4 * times4 + more}`;
        assert.deepEqual(
          requests.suspectsAgree('user', 20, `9 of 9 are slow, and ${outside} outside`),
          suspects,
        );
      }
  });

  it('R12 any groups', () => {
    for (let round = 0; round < 6; round++) {
      const usual = random.next() * 0.2;
      const shares = times(6, () => random.pick([usual, usual, random.next() * 0.8]));
      const requests = new Requests().add(
        ...times(random.int(60, 200), () => {
          const user = random.int(0, 7);
          const isSlow = random.chance(shares[user] ?? usual);
          return ofMs(isSlow ? random.int(400, 900) : 100, user > 6 ? {} : { user: `u${user}` });
        }),
      );
      for (const p of [50, 80, 95]) requests.suspectsAgree('user', p, `Round ${round}`);
    }
  });
});
