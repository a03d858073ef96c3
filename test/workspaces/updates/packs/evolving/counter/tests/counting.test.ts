import assert from 'node:assert/strict';
import { createCounter } from '#attempt/counter';
import { createStore } from '#attempt/store';

it('R1 counts', () => {
  const counter = createCounter(createStore());
  assert.deepEqual([counter.next(), counter.next(), counter.next()], [1, 2, 3]);
});
