import assert from 'node:assert/strict';
import { criticalPath } from '#attempt/criticalPath.ts';
import type { Span } from '#attempt/types.ts';
import { random, trace } from '#testkit';
import { agrees, agreesWithModel, modelPath, randomSpans, span } from './traces.ts';

/** What the picture shows: each span with its lane, and who was waited for. */
function draw(spans: readonly Span[]): void {
  for (const { span: id, from, to } of modelPath(spans)) trace.mark('waited for', `${id}: ${to - from} ms`);
}

/** All of it is somebody's, and nobody's twice. */
function tiles(spans: readonly Span[]): void {
  const root = spans.find(({ parent }) => parent === null)!;
  const path = criticalPath(spans.map(one => ({ ...one })));
  let at = root.start;
  for (const { from, to } of path) {
    assert.equal(from, at, 'Each segment begins where the one before it ends');
    assert.ok(to > from, 'No segment is empty');
    at = to;
  }
  assert.equal(at, root.end, 'The last one ends with the root');
}

describe('Who was waited for', () => {
  it('R5 one after the other, and the gaps are the parent’s', () => {
    const spans = [
      span('api', 0, 200),
      span('auth < api', 5, 20),
      span('db < api', 30, 70),
      span('model < api', 70, 190),
    ];
    draw(spans);
    agrees(spans, 'Three steps', [
      'api 0 to 5',
      'auth 5 to 20',
      'api 20 to 30',
      'db 30 to 70',
      'model 70 to 190',
      'api 190 to 200',
    ]);
    agrees([span('api', 3, 9)], 'A root alone', ['api 3 to 9']);
    agrees([span('api', 3, 3)], 'A root that takes no time', []);
  });

  it('R5 of those that run side by side the last to end, not the longest', () => {
    const spans = [
      span('api', 0, 120),
      span('search < api', 10, 110),
      ...Array.from({ length: 8 }, (_, i) => span(`shard#${i} < search`, 12, i === 5 ? 105 : 60 + i)),
      span('cache < api', 10, 40),
    ];
    draw(spans);
    agrees(spans, 'Eight shards and a cache', [
      'api 0 to 10',
      'search 10 to 12',
      'shard#5 12 to 105',
      'search 105 to 110',
      'api 110 to 120',
    ]);
    agrees(
      [
        span('api', 0, 100),
        span('long < api', 0, 60),
        span('short < api', 70, 90),
        span('late < api', 90, 100),
      ],
      'A long one that was done in time is on it as well',
      ['long 0 to 60', 'api 60 to 70', 'short 70 to 90', 'late 90 to 100'],
    );
    agrees(
      [span('api', 0, 100), span('long < api', 5, 90), span('short < api', 80, 95)],
      'A short one that ends last',
      ['api 0 to 80', 'short 80 to 95', 'api 95 to 100'],
    );
  });

  it('R5 any trace without skew, as the rule says, and all of it is somebody’s', () => {
    for (let round = 0; round < 100; round++) {
      const spans = randomSpans({ spans: 14 });
      agreesWithModel(spans);
      tiles(spans);
    }
  });

  it('R5 in milliseconds since 1970, whole ones or not', () => {
    const since = 1_772_000_000_000;
    agrees(
      [span('api', since + 0.5, since + 9.25), span('db < api', since + 0.75, since + 9)],
      'Parts of milliseconds',
      [
        `api ${since + 0.5} to ${since + 0.75}`,
        `db ${since + 0.75} to ${since + 9}`,
        `api ${since + 9} to ${since + 9.25}`,
      ],
    );
    for (let round = 0; round < 20; round++)
      agreesWithModel(
        randomSpans({ spans: 10 }).map(one => ({
          ...one,
          start: since + one.start / 8,
          end: since + one.end / 8,
        })),
      );
  });
});

describe('Overlaps', () => {
  it('R6 who still runs when the next begins delayed nothing; ties; what takes no time', () => {
    const spans = [span('api', 0, 50), span('a < api', 0, 20), span('b < api', 18, 40), span('x < a', 0, 20)];
    draw(spans);
    agrees(spans, 'a still runs when b begins', ['api 0 to 18', 'b 18 to 40', 'api 40 to 50']);
    agrees(
      [span('api', 0, 50), span('a < api', 0, 18), span('c < api', 2, 25), span('b < api', 18, 40)],
      'c overlaps, and a was done before b began',
      ['a 0 to 18', 'b 18 to 40', 'api 40 to 50'],
    );
    agrees(
      [span('api', 0, 30), span('a < api', 0, 10), span('b < api', 10, 20)],
      'a ends at the moment when b begins',
      ['a 0 to 10', 'b 10 to 20', 'api 20 to 30'],
    );
    const root = span('api', 0, 30);
    const [a, b, c] = [span('a < api', 8, 20), span('b < api', 5, 20), span('c < api', 5, 20)];
    agrees([root, a, b, c], 'b and c begin before a', ['api 0 to 5', 'b 5 to 20', 'api 20 to 30']);
    agrees([c, b, root, a], 'c is before b in the list', ['api 0 to 5', 'c 5 to 20', 'api 20 to 30']);
    agrees(
      [
        span('api', 0, 10),
        span('a < api', 4, 4),
        span('b < api', 10, 10),
        span('c < api', 4, 8),
        span('d < c', 8, 8),
      ],
      'Three empty ones',
      ['api 0 to 4', 'c 4 to 8', 'api 8 to 10'],
    );
  });

  it('R6 any crowd of siblings', () => {
    for (let round = 0; round < 90; round++) {
      const spans = [
        span('root', 0, 12),
        ...Array.from({ length: random.int(2, 9) }, (_, i) => {
          const from = random.int(0, 12);
          return span(`s${i} < root`, from, random.int(from, 12));
        }),
      ];
      agreesWithModel(random.shuffle(spans));
    }
  });
});

describe('Clocks that disagree, and spans that were lost', () => {
  it('R7 what lies outside of its parent does not count', () => {
    const spans = [
      span('api', 100, 200),
      span('early < api', 90, 130),
      span('late < api', 150, 260),
      span('db < late', 140, 190),
    ];
    draw(spans);
    agrees(spans, 'A clock that is slow and one that is fast', [
      'early 100 to 130',
      'api 130 to 150',
      'db 150 to 190',
      'late 190 to 200',
    ]);
    agrees(
      [span('api', 0, 100), span('a < api', 80, 180), span('x < a', 110, 150), span('y < a', 85, 120)],
      'x lies in a, but not in the part of a that counts',
      ['api 0 to 80', 'a 80 to 85', 'y 85 to 100'],
    );
    agrees(
      [
        span('api', 100, 200),
        span('gone < api', 200, 300),
        span('x < gone', 120, 180),
        span('old < api', 20, 100),
      ],
      'Two that only touch',
      ['api 100 to 200'],
    );
  });

  it('R7 who ends together is decided by the parts that count', () => {
    agrees(
      [span('api', 10, 50), span('a < api', 12, 90), span('b < api', 11, 60), span('c < api', 30, 50)],
      'All three end with the root, b began first',
      ['api 10 to 11', 'b 11 to 50'],
    );
    agrees(
      [span('api', 10, 50), span('a < api', 8, 40), span('b < api', 0, 40), span('c < api', 45, 99)],
      'a and b both begin with the root, a is first in the list',
      ['a 10 to 40', 'api 40 to 45', 'c 45 to 50'],
    );
  });

  it('R7 any trace with skew', () => {
    for (let round = 0; round < 100; round++) {
      const spans = randomSpans({ spans: 14, skew: random.pick([1, 6, 30]) });
      agreesWithModel(spans);
    }
  });

  it('R8 whose parent was lost belongs to the root', () => {
    const spans = [
      span('db < gateway', 30, 80),
      span('api', 0, 100),
      span('auth < api', 5, 20),
      span('lock < db', 40, 75),
      span('log < collector', 82, 130),
    ];
    draw(spans);
    agrees(spans, 'gateway and collector are not there', [
      'api 0 to 5',
      'auth 5 to 20',
      'api 20 to 30',
      'db 30 to 40',
      'lock 40 to 75',
      'db 75 to 80',
      'api 80 to 82',
      'log 82 to 100',
    ]);
  });

  it('R8 any trace with losses and skew, in any order', () => {
    for (let round = 0; round < 100; round++) {
      const spans = randomSpans({ spans: 16, skew: random.pick([0, 5]), lost: 25 });
      agreesWithModel(spans);
    }
  });

  it('R8 ten thousand spans, one below the other or one after the other', () => {
    const spans = Array.from({ length: 10_000 }, (_, i): Span => {
      const parent = i === 0 ? null : `${i - 1}`;
      return { id: `${i}`, parent, operation: `call ${i}`, start: i, end: 30_000 - i };
    });
    const path = criticalPath(random.shuffle(spans));
    assert.equal(path.length, 19_999, 'Each span has its time before and after the one below it');
    assert.deepEqual(path[0], { span: '0', from: 0, to: 1 });
    assert.deepEqual(path[9_999], { span: '9999', from: 9_999, to: 20_001 });
    assert.deepEqual(path.at(-1), { span: '0', from: 29_999, to: 30_000 });

    const steps = Array.from({ length: 2_999 }, (_, i) => span(`step#${i} < api`, 2 * i + 1, 2 * i + 2));
    const row = criticalPath(random.shuffle([span('api', 0, 6_000), ...steps]));
    assert.equal(row.length, 5_999);
    assert.deepEqual(row[1], { span: 'step#0', from: 1, to: 2 });
    assert.deepEqual(row.at(-2), { span: 'step#2998', from: 5_997, to: 5_998 });
  });
});
