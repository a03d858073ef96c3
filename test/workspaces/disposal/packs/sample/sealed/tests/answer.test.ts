import assert from 'node:assert/strict';
import { answer } from '#attempt/answer';

it('R1 is the answer', () => {
  assert.equal(answer, 42);
});
