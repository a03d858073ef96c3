import assert from 'node:assert/strict';
import { createCounter } from '#attempt/counter';
import { random, trace } from '#testkit';

it('R3 stops at its ceiling', () => {
  const ceiling = random.int(1, 9);
  trace.limit('value', ceiling);
  const counter = createCounter(ceiling);
  for (let i = 0; i < ceiling + 3; i++) trace.point('value', counter.increment());
  assert.equal(counter.value, ceiling);
});
