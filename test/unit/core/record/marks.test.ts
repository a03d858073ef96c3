import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isPass, ownLimits, sharedLimits, thinned, timeOf } from '../../../../src/core/record/marks';
import { anyMarks, dayMs } from '../support/ledgers';

const limits = { newest: 3, days: 4 };

describe('a history of runs', () => {
  it('is kept whole while it is short, in order and without doubles', () =>
    assert.deepEqual(thinned([9, -5, 9], limits), [-5, 9]));

  it('keeps the first run, the first pass, the latest, and of each day the last that passed', () => {
    const at = (day: number, n: number): number => day * dayMs + n;
    const marks = [
      ...[-at(1, 1), -at(1, 2), at(2, 1), -at(2, 2), at(2, 3)],
      ...[at(7, 1), at(7, 2), -at(7, 3)],
      ...[-at(8, 1), -at(8, 2)],
      ...[at(9, 1), at(9, 2), at(9, 3), at(9, 4), -at(9, 5)],
    ];
    assert.deepEqual(thinned(marks, limits), [
      ...[-at(1, 1), at(2, 1), at(2, 3), at(7, 2), -at(8, 2)],
      ...[at(9, 3), at(9, 4), -at(9, 5)],
    ]);
  });

  it('is bounded, loses neither end nor the first pass, and stays as it is when it is thinned again', () =>
    fc.assert(
      fc.property(anyMarks, marks => {
        const kept = thinned(marks, limits);
        assert.ok(kept.length <= limits.newest + limits.days + 2);
        const times = marks.map(timeOf).sort((a, b) => a - b);
        const firstPass = Math.min(...marks.filter(isPass));
        assert.deepEqual(
          [kept[0], kept.at(-1)].map(mark => mark && timeOf(mark)),
          [times[0], times.at(-1)],
        );
        if (Number.isFinite(firstPass)) assert.ok(kept.includes(firstPass));
        assert.deepEqual(thinned(kept, limits), kept);
      }),
    ));

  it('comes to the same whenever it is thinned, in whatever parts', () =>
    fc.assert(
      fc.property(anyMarks, anyMarks, (a, b) => {
        for (const those of [limits, ownLimits, sharedLimits])
          assert.deepEqual(
            thinned([...thinned(a, those), ...thinned(b, those)], those),
            thinned([...a, ...b], those),
          );
      }),
      { numRuns: 500 },
    ));
});
