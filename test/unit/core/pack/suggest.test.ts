import assert from 'node:assert/strict';
import { nearest, oneOf } from '../../../../src/core/pack/suggest';

describe('a suggestion', () => {
  const words = ['minutes', 'title', 'summary', 'R1', 'R12'];
  const table: [string, string | undefined][] = [
    ['minuts', 'minutes'],
    ['Title', 'title'],
    ['tilte', undefined],
    ['sumary', 'summary'],
    ['R2', 'R1'],
    ['colour', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ];
  for (const [word, meant] of table)
    it(`for "${word.slice(0, 12)}" is ${meant ?? 'nothing'}`, () =>
      assert.equal(nearest(word, words), meant));

  it('lists what there is', () => {
    assert.deepEqual(
      [oneOf([]), oneOf(['a']), oneOf(['a', 'b']), oneOf(['a', 'b', 'c'])],
      ['', 'a', 'a or b', 'a, b or c'],
    );
  });
});
