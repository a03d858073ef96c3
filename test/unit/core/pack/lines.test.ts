import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Lines } from '../../../../src/core/pack/lines';

describe('lines of a text', () => {
  it('begin at 1, and so do columns', () => {
    const lines = new Lines('ab\n\ncd');
    assert.deepEqual(
      [0, 2, 3, 4, 6, 99, -1].map(offset => lines.at(offset)),
      [
        { line: 1, column: 1 },
        { line: 1, column: 3 },
        { line: 2, column: 1 },
        { line: 3, column: 1 },
        { line: 3, column: 3 },
        { line: 3, column: 3 },
        { line: 1, column: 1 },
      ],
    );
  });

  it('end before the blanks at their end', () => {
    const lines = new Lines('ab  \ncd');
    assert.deepEqual([lines.endOfLine(0), lines.endOfLine(3), lines.endOfLine(5)], [2, 3, 7]);
  });

  it('are where counting finds them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', ' ') }), fc.nat(), (text, n) => {
        const offset = n % (text.length + 1);
        const before = text.slice(0, offset).split('\n');
        assert.deepEqual(new Lines(text).at(offset), {
          line: before.length,
          column: before.at(-1)!.length + 1,
        });
      }),
    );
  });
});
