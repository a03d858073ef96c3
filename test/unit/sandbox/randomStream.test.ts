import assert from 'node:assert/strict';
import fc from 'fast-check';
import { randomStream } from '../../../src/sandbox/randomStream';

const draw = (seed: number, purpose: string): number[] =>
  Array.from({ length: 5 }, randomStream(seed, purpose));

describe('a random stream', () => {
  it('is the same for the same seed and purpose, and another for others', () => {
    const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(seeds, fc.string(), (seed, purpose) =>
        assert.deepEqual(draw(seed, purpose), draw(seed, purpose)),
      ),
    );
    assert.notDeepEqual(draw(1, 'a'), draw(2, 'a'));
    assert.notDeepEqual(draw(1, 'a'), draw(1, 'b'));
  });

  it('does not change from one version to the next', () => {
    assert.deepEqual(
      draw(42, 's/R1 check').map(n => Math.floor(n * 1e6)),
      [327_007, 27_329, 672_215, 720_791, 639_490],
    );
  });

  it('is even', () => {
    const stream = randomStream(7, 'even');
    const counts = new Array<number>(10).fill(0);
    for (let n = 0; n < 10_000; n++) counts[Math.floor(stream() * 10)]!++;
    assert.ok(
      counts.every(count => count > 850 && count < 1_150),
      String(counts),
    );
  });
});
