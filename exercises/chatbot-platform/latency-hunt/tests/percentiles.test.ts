import assert from 'node:assert/strict';
import { percentile } from '#attempt/percentile.ts';
import { createSketch } from '#attempt/sketch.ts';
import type { LatencySketch } from '#attempt/types.ts';
import { harden, latency, random, trace } from '#testkit';

/** With whole numbers only. */
function placeOf(p: number, count: number): number {
  const hundredThousandths = BigInt(Math.round(p * 1_000)) * BigInt(count);
  return Math.max(1, Number((hundredThousandths + 99_999n) / 100_000n));
}

const inOrder = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

const exact = (sorted: readonly number[], p: number): number => sorted[placeOf(p, sorted.length) - 1]!;

const often = [0, 0.001, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.999, 100];

/** With at most three decimals. */
const anyPercentile = (): number => random.int(0, 100_000) / 1_000;

/** `values` may be long. */
const some = (values: readonly number[]): string =>
  values.length > 12 ? `${values.slice(0, 12).join(', ')} and ${values.length - 12} more` : values.join(', ');

function isPercentile(values: readonly number[], p: number, expected: number | undefined, of: string): void {
  const got = percentile(values, p);
  assert.equal(got, expected, `Percentile ${p} of ${of} should be ${expected}, got ${got}`);
}

function refuses(run: () => unknown, what: string): void {
  assert.throws(run, RangeError, `${what} should throw a RangeError`);
}

/** @param times as often as this it got each of the values */
function isWithin(
  sketch: LatencySketch,
  values: readonly number[],
  error: number,
  when: string,
  times = 1,
): void {
  const count = values.length * times;
  assert.equal(sketch.count, count, `${when}: the count should be ${count}, got ${sketch.count}`);
  const sorted = inOrder(values);
  for (const p of [...often, anyPercentile(), anyPercentile()]) {
    const expected = exact(sorted, p);
    const got = sketch.percentile(p);
    assert.ok(typeof got === 'number', `${when}: percentile ${p} should be a number, got ${String(got)}`);
    const off = expected === 0 ? Math.abs(got) : Math.abs(got - expected) / expected;
    trace.point('off, in shares of what is allowed', off / error);
    trace.limit('off, in shares of what is allowed', 1);
    assert.ok(
      off <= error * (1 + 1e-9) + 1e-9,
      `${when}: percentile ${p} should be ${expected}, give or take ${error} of it, got ${got}`,
    );
  }
}

function sketchOf(values: readonly number[], error: number): LatencySketch {
  const sketch = createSketch(error);
  for (const value of values) sketch.add(value);
  return sketch;
}

const [least, most] = [0.001, 3_600_000];

/** As many small ones as large ones, by their logarithm. */
const anyLatency = (): number => Math.min(most, Math.max(least, least * (most / least) ** random.next()));

const list = (count: number, draw: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => draw(i));

describe('Percentiles by nearest rank', () => {
  it('R1 is one of the values: that in place ⌈p · n ÷ 100⌉, and the list stays as it is', () => {
    const values = harden([200, 9, 1_000, 5_000, 80]);
    for (const [p, expected] of [
      [0, 9],
      [0.001, 9],
      [20, 9],
      [20.001, 80],
      [40, 80],
      [50, 200],
      [60, 200],
      [80, 1_000],
      [95, 5_000],
      [100, 5_000],
    ] as const)
      isPercentile(values, p, expected, some(values));

    // Frozen: whoever sorts it in place fails.
    isPercentile(harden([30, 4, 100, 4]), 75, 30, '30, 4, 100, 4');
    isPercentile([], 50, undefined, 'nothing');
    isPercentile([7], 0, 7, '7');
    for (const p of [-0.001, 100.001, 101, Number.NaN, Infinity]) {
      refuses(() => percentile([1, 2], p), `percentile([1, 2], ${p})`);
      refuses(() => percentile([], p), `percentile([], ${p})`);
    }
  });

  it('R1 the place is that of exact arithmetic', () => {
    for (const [count, step] of [
      [100, 1],
      [50, 2],
      [1_000, 0.1],
    ] as const) {
      const values = harden(random.shuffle(list(count, i => i + 1)));
      for (let i = 1; i * step <= 100; i += count === 1_000 ? random.int(1, 60) : 1) {
        const p = Math.round(i * step * 1_000) / 1_000;
        isPercentile(values, p, placeOf(p, count), `1 to ${count}`);
      }
      isPercentile(values, 7, placeOf(7, count), `1 to ${count}`);
      isPercentile(values, 99.9, placeOf(99.9, count), `1 to ${count}`);
    }
  });

  it('R1 any list, any percentile', () => {
    for (let round = 0; round < 80; round++) {
      const values = harden(
        list(random.int(1, 60), () =>
          random.pick([random.int(0, 9), random.int(0, 2_000) / 8, anyLatency()]),
        ),
      );
      for (const p of [random.pick(often), anyPercentile()])
        isPercentile(values, p, exact(inOrder(values), p), values.join(', '));
    }
  });
});

describe('A sketch', () => {
  it('R2 is off by its error at most, whatever comes', () => {
    for (const error of [0.001, 0.01, 0.05, 0.1, random.int(1, 100) / 1_000])
      for (const [what, draw] of [
        ['Values of all sizes', anyLatency],
        ['A log-normal day', latency.logNormal({ median: 200, p99: 15_000 })],
        ['A few values', () => random.pick([0.001, 0.5, 1, 2, 4, 1_000, most])],
        ['Values close together', () => random.int(199_900, 200_100) / 1_000],
      ] as const) {
        const values = list(random.int(60, 200), () => Math.min(most, Math.max(least, draw())));
        isWithin(sketchOf(values, error), values, error, `${what}, with an error of ${error}`);
      }
  });

  it('R2 one value, at both ends and on every edge', () => {
    for (const error of [0.01, 0.02, 0.1]) {
      const gamma = (1 + error) / (1 - error);
      const edge = random.int(-300, 700) * 0.02;
      for (const value of [
        least,
        most,
        1,
        2,
        1_024,
        Math.E ** edge,
        gamma ** random.int(-100, 100),
        gamma ** random.int(0, 60) * (1 + 2 ** -50),
      ]) {
        if (value < least || value > most) continue;
        isWithin(sketchOf([value], error), [value], error, `Only ${value}`);
      }
    }
  });

  it('R2 zeros are zeros', () => {
    const values = random.shuffle([...list(500, () => 0), ...list(40, anyLatency), ...list(20, () => least)]);
    isWithin(sketchOf(values, 0.02), values, 0.02, 'Mostly zeros');
    isWithin(sketchOf([0, 0], 0.02), [0, 0], 0.02, 'Only zeros');
  });

  it('R2 counts, and refuses what is no latency', () => {
    const sketch = createSketch(0.01);
    assert.deepEqual([sketch.count, sketch.percentile(50)], [0, undefined], 'The empty sketch');
    for (const p of [-1, 101, Number.NaN]) refuses(() => sketch.percentile(p), `Empty: percentile(${p})`);
    sketch.add(40);
    const refused = [-1, Number.NaN, Infinity, 3_600_001, 0.0009, -0.001];
    // As close as you like.
    refused.push(0.0009995, 0.00099999, 3_600_000.001, least * (1 - 2 ** -random.int(2, 40)));
    for (const value of refused) refuses(() => sketch.add(value), `add(${value})`);
    for (const p of [-1, 101, Number.NaN]) refuses(() => sketch.percentile(p), `percentile(${p})`);
    isWithin(sketch, [40], 0.01, 'After what was refused');
  });
});

describe('Sketches of several servers', () => {
  it('R3 one of six servers is slow: the p95 of all is not the mean of six', () => {
    const fast = latency.logNormal({ median: 180, p99: 480 });
    const slow = latency.uniform(4_000, 15_000);
    const values = list(6, server => server).map(server =>
      list(200, () => (server === 5 && random.chance(0.4) ? slow() : fast())),
    );
    const all = createSketch(0.01);
    for (const [server, its] of values.entries()) {
      const sketch = sketchOf(its, 0.01);
      trace.point('p95 of one server', sketch.percentile(95)!);
      all.merge(sketch.toText());
      isWithin(all, values.slice(0, server + 1).flat(), 0.01, `${server + 1} servers`);
    }
    trace.point('p95 of all', all.percentile(95)!);
  });

  it('R3 it does not matter who merges whom', () => {
    for (let round = 0; round < 12; round++) {
      const error = random.pick([0.01, 0.03, 0.1]);
      let parts = list(random.int(2, 7), () => 0).map(() => {
        const values = list(random.int(0, 60), () => (random.chance(0.1) ? 0 : anyLatency()));
        return { values, sketch: sketchOf(values, error) };
      });
      const everything = parts.flatMap(({ values }) => values);
      while (parts.length > 1) {
        const [into, from, ...others] = random.shuffle(parts) as [(typeof parts)[0], (typeof parts)[0]];
        into.sketch.merge(from.sketch.toText());
        const more = random.chance(0.5) ? [anyLatency()] : [];
        for (const value of more) into.sketch.add(value);
        everything.push(...more);
        parts = [{ values: [...into.values, ...from.values, ...more], sketch: into.sketch }, ...others];
      }
      if (everything.length > 0) isWithin(parts[0]!.sketch, everything, error, 'All in one');
    }
  });

  it('R3 a text is what was there when it was made, and that of another error is refused', () => {
    const values = list(50, anyLatency);
    const sketch = sketchOf(values, 0.02);
    const text = sketch.toText();
    sketch.add(5);
    const other = createSketch(0.02);
    other.merge(text);
    isWithin(other, values, 0.02, 'From the text of before');
    other.merge(createSketch(0.02).toText());
    isWithin(other, values, 0.02, 'With an empty one');
    sketch.merge(text);
    isWithin(sketch, [...values, ...values, 5], 0.02, 'With its own text of before');
    isWithin(other, values, 0.02, 'The other one, still');

    const fine = sketchOf(values, 0.01);
    const coarser = sketchOf([0, 1, 2_000], 0.02).toText();
    refuses(() => fine.merge(coarser), 'Merging an error of 0.02 into one of 0.01');
    for (const error of [0.005, 0.01005, 0.00999, 0.010001]) {
      const other = sketchOf([3], error).toText();
      refuses(() => fine.merge(other), `Merging an error of ${error} into one of 0.01`);
    }
    isWithin(fine, values, 0.01, 'After what was refused');
  });

  it('R4 its text has a bound, however many values there were', () => {
    const sketch = createSketch(0.01);
    for (const count of [1_000, 10_000, 30_000]) {
      for (let i = 0; i < count; i++) sketch.add(anyLatency());
      trace.point('characters', sketch.toText().length);
      trace.limit('characters', 64_000);
      assert.ok(
        sketch.toText().length <= 64_000,
        `After ${sketch.count} values it should have at most 64,000 characters, got ${sketch.toText().length}`,
      );
    }
    const sum = createSketch(0.01);
    for (let i = 0; i < 20; i++) sum.merge(sketch.toText());
    assert.equal(sum.count, 820_000, `The count should be 820000, got ${sum.count}`);
    trace.point('characters', sum.toText().length);
    assert.ok(
      sum.toText().length <= 64_000,
      `After twenty merges it should have at most 64,000 characters, got ${sum.toText().length}`,
    );
  });

  it('R4 forty times twice as many', () => {
    // No place of a percentile falls between two of 37 values, however often each is there.
    const values = list(37, () => (random.chance(0.1) ? 0 : anyLatency()));
    const sketch = sketchOf(values, 0.01);
    for (let i = 0; i < 40; i++) sketch.merge(sketch.toText());
    isWithin(sketch, values, 0.01, 'After 40 merges of its own text', 2 ** 40);
    const { length } = sketch.toText();
    assert.ok(length <= 64_000, `It should have at most 64,000 characters, got ${length}`);
  });
});
