import assert from 'node:assert/strict';
import { createRingBuffer } from '#attempt/ringBuffer.ts';
import { random, retainedBytes } from '#testkit';

describe('a ring buffer', () => {
  it('R1 R2 behaves like a list that is cut, whatever comes', () => {
    for (let round = 0; round < 20; round++) {
      const capacity = random.int(1, 8);
      const buffer = createRingBuffer<number>(capacity);
      const model: number[] = [];
      assert.deepEqual(buffer.items(), []);
      for (let item = 0; item < random.int(0, 30); item++) {
        model.push(item);
        const expected = model.length > capacity ? model.shift() : undefined;
        assert.equal(buffer.push(item), expected);
        assert.deepEqual(buffer.items(), model);
      }
    }
  });

  it('R1 hands out an array of its own', () => {
    const buffer = createRingBuffer<string>(2);
    buffer.push('a');
    buffer.items().push('b');
    assert.deepEqual(buffer.items(), ['a']);
  });

  it('R3 does not grow', async () => {
    const buffer = createRingBuffer<string>(100);
    const fill = (times: number): void => {
      for (let line = 0; line < times; line++) buffer.push(`line ${line} `.repeat(20));
    };
    fill(200);
    const grown = await retainedBytes(() => fill(20_000));
    assert.ok(grown < 1_000_000, 'It keeps much more than its capacity.');
    assert.equal(buffer.items().length, 100);
  });
});
