import assert from 'node:assert/strict';
import { waitingChildren } from '../../../src/node/poolSize';

const gib = 1_024;

describe('how many children wait', () => {
  const cases: readonly (readonly [cores: number, gibs: number, plain: number, postgres: number])[] = [
    [1, 1, 1, 0],
    [2, 4, 1, 0],
    [2, 16, 1, 1],
    [4, 2, 1, 0],
    [4, 8, 2, 1],
    [64, 256, 2, 1],
  ];
  for (const [cores, gibs, plain, postgres] of cases)
    it(`on ${cores} cores with ${gibs} GiB`, () => {
      const machine = { cores, memoryMb: gibs * gib };
      assert.deepEqual(
        [
          waitingChildren({ services: [] }, machine),
          waitingChildren({ services: ['redis'] }, machine),
          waitingChildren({ services: ['postgres'] }, machine),
        ],
        [plain, plain, postgres],
      );
    });
});
