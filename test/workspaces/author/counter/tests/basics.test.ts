import assert from 'node:assert/strict';
import { createCounter } from '#attempt/counter';
import { incrementTimes } from './support';

describe('a counter', () => {
  it('R1 begins at 0', () => {
    assert.equal(createCounter(5).value, 0);
  });

  it('R2 counts up and says so', () => {
    const counter = createCounter(5);
    assert.deepEqual(incrementTimes(counter, 3), [1, 2, 3]);
    assert.equal(counter.value, 3);
  });
});
