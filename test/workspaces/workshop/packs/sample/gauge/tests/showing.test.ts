import assert from 'node:assert/strict';
import { show } from '#attempt/gauge';

it('R1 shows the unit', () => {
  assert.equal(show(3), '3 ms');
});
