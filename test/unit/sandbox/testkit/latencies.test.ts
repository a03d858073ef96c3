import assert from 'node:assert/strict';
import type { Latency } from '../../../../media/types/testkit';
import { randomStream } from '../../../../src/sandbox/randomStream';
import { createKeys } from '../../../../src/sandbox/testkit/keys';
import { createLatencies, latencyOf } from '../../../../src/sandbox/testkit/latencies';

const draws = 20_000;

/** Fixed seeds: a bound that holds once holds always. */
const latency = createLatencies(randomStream(7, 'latencies'));

function sample(distribution: Latency): { mean: number; p: (percent: number) => number } {
  const values = Array.from({ length: draws }, () => distribution()).sort((a, b) => a - b);
  return {
    mean: values.reduce((sum, value) => sum + value) / draws,
    p: percent => values[Math.min(draws - 1, Math.floor((percent / 100) * draws))]!,
  };
}

const near = (actual: number, expected: number, share: number): void =>
  assert.ok(Math.abs(actual - expected) <= share * expected, `${actual} is not near ${expected}`);

describe('latencies', () => {
  it('constant', () => assert.equal(latency.constant(5)(), 5));

  it('uniform', () => {
    const { mean, p } = sample(latency.uniform(10, 30));
    near(mean, 20, 0.01);
    assert.ok(p(0) >= 10 && p(100) < 30);
    near(p(25), 15, 0.02);
  });

  it('exponential', () => {
    const { mean, p } = sample(latency.exponential(40));
    near(mean, 40, 0.03);
    near(p(50), 40 * Math.LN2, 0.03);
    near(p(99), 40 * Math.log(100), 0.05);
  });

  it('log-normal by its median and its 99th percentile', () => {
    const { p } = sample(latency.logNormal({ median: 20, p99: 200 }));
    near(p(50), 20, 0.03);
    near(p(99), 200, 0.1);
  });

  it('Pareto, cut off at its end', () => {
    const { p } = sample(latency.pareto({ min: 10, max: 10_000, alpha: 1.5 }));
    assert.ok(p(0) >= 10 && p(100) <= 10_000);
    near(p(50), 10 * 2 ** (1 / 1.5), 0.03);
    near(p(99), 10 * 100 ** (1 / 1.5), 0.1);
  });

  it('a slow tail', () => {
    const { p, mean } = sample(latency.slowTail({ usual: 5, slow: latency.uniform(100, 200), share: 0.1 }));
    assert.equal(p(85), 5);
    assert.ok(p(95) >= 100 && p(100) < 200);
    near(mean, 0.9 * 5 + 0.1 * 150, 0.05);
  });

  it('percentiles as measured', () => {
    const { p } = sample(latency.percentiles({ 0: 2, 50: 10, 90: 30, 100: 100 }));
    near(p(25), 6, 0.03);
    near(p(50), 10, 0.03);
    near(p(70), 20, 0.03);
    near(p(95), 65, 0.03);
    assert.ok(p(0) >= 2 && p(100) <= 100);
    const level = sample(latency.percentiles({ 50: 10, 90: 30 }));
    assert.deepEqual([level.p(10), level.p(99)], [10, 30]);
  });

  it('draw from the stream that they are given', () => {
    assert.equal(
      latency.uniform(0, 100)(() => 0.25),
      25,
    );
    assert.equal(
      latency.slowTail({ usual: 1, slow: 9, share: 0.5 })(() => 0.4),
      9,
    );
    assert.equal(
      latencyOf('x', () => 3)(() => 0),
      3,
    );
  });

  it('say what is wrong with them', () => {
    const mistakes: readonly (readonly [() => unknown, string])[] = [
      [() => latency.constant(-1), 'latency.constant: ms has to be a number, at least 0; it is -1.'],
      [() => latency.uniform(5, 3), 'latency.uniform: max has to be a number, at least 5; it is 3.'],
      [() => latency.exponential(0), 'latency.exponential: mean has to be a number above 0; it is 0.'],
      [
        () => latency.slowTail({ usual: 1, slow: 2, share: 2 }),
        'latency.slowTail: share has to be a number, from 0 to 1; it is 2.',
      ],
      [
        () => latency.percentiles({ 50: 10, 90: 5 }),
        'latency.percentiles: the value at 90 has to be a number, at least 10; it is 5.',
      ],
      [
        () => latency.percentiles({}),
        'latency.percentiles needs at least one percentile, as in { 50: 10, 99: 200 }.',
      ],
      [
        () => latencyOf('link: latencyMs', () => Number.NaN)(() => 0),
        'link: latencyMs has to be a number, at least 0; it is NaN.',
      ],
    ];
    for (const [run, message] of mistakes) assert.throws(run, { name: 'RangeError', message });
  });
});

describe('keys', () => {
  const keys = createKeys(randomStream(3, 'keys'));
  const counts = (draw: () => string): Map<string, number> => {
    const found = new Map<string, number>();
    for (let n = 0; n < draws; n++) {
      const key = draw();
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    return found;
  };

  it('Zipf: each rank as often as it should be', () => {
    const found = counts(keys.zipf(1_000, 1));
    const harmonic = Array.from({ length: 1_000 }, (_, n) => 1 / (n + 1)).reduce((a, b) => a + b);
    for (const rank of [1, 2, 3, 5, 10]) near(found.get(`user-${rank}`) ?? 0, draws / (rank * harmonic), 0.1);
    assert.ok(found.size > 700 && !found.has('user-0') && !found.has('user-1001'));
  });

  it('Zipf with exponent 0 is uniform', () => {
    const found = counts(keys.zipf(10, 0));
    for (let rank = 1; rank <= 10; rank++) near(found.get(`user-${rank}`) ?? 0, draws / 10, 0.07);
  });

  it('uniform, hot and one', () => {
    near(counts(keys.uniform(4)).get('user-4') ?? 0, draws / 4, 0.05);
    const hot = counts(keys.hot('celebrity', 0.8, 20));
    near(hot.get('celebrity') ?? 0, 0.8 * draws, 0.02);
    assert.equal(hot.size, 21);
    assert.deepEqual([...counts(keys.one('x'))], [['x', draws]]);
  });

  it('are at both ends where the draw is', () => {
    assert.deepEqual([keys.zipf(5)(() => 0), keys.zipf(5)(() => 1 - Number.EPSILON)], ['user-1', 'user-5']);
  });
});
