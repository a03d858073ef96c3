import assert from 'node:assert/strict';
import fc from 'fast-check';
import { suggestId } from '../../../../src/core/authoring/suggestId';
import { idPattern } from '../../../../src/core/pack/names';

describe('an id suggested for a title', () => {
  const cases: readonly (readonly [title: string, id: string])[] = [
    ['A limit for every key', 'a-limit-for-every-key'],
    ['  Crème brûlée: caching, twice!  ', 'creme-brulee-caching-twice'],
    ['Don’t retry', 'dont-retry'],
    ['3 ways to fail', 'ways-to-fail'],
    ['限流', ''],
    ['---', ''],
  ];
  for (const [title, id] of cases) it(`of “${title}” is “${id}”`, () => assert.equal(suggestId(title), id));

  it('is another where that is taken', () =>
    assert.deepEqual(
      [suggestId('Cache', ['cache']), suggestId('Cache', ['cache', 'cache-2'])],
      ['cache-2', 'cache-3'],
    ));

  it('is always one that a pack may use, or empty', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.array(fc.string()), (title, taken) => {
        const id = suggestId(title, taken);
        assert.ok(id === '' || (idPattern.test(id) && !taken.includes(id)), id);
      }),
    ));
});
