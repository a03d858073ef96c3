import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluatedText } from '../../../src/node/mapCoverage/evaluatedText';

describe('the text that is evaluated', () => {
  it('is the same when nothing in it is spelt otherwise', () => {
    const { length, toGiven } = evaluatedText('let a = 1;');
    assert.deepEqual([length, toGiven(4), toGiven(10), toGiven(99)], [10, 4, 10, 10]);
  });

  for (const [given, evaluated] of [
    ['while (n --> 0) f();', 'while (n -- > 0) f();'],
    ['/* <!-- x --> */ f();', '/* < ! -- x -- > */ f();'],
    ["// import('x')\nf();", "// \\u0069mport('x')\nf();"],
    ['// see import.meta\nf();', '// see \\u0069mport.meta\nf();'],
  ] as const)
    it(`leads back from ${JSON.stringify(evaluated)}`, () => {
      const { length, toGiven } = evaluatedText(given);
      assert.equal(length, evaluated.length);
      assert.equal(given.slice(toGiven(evaluated.indexOf('f()'))), 'f();');
      assert.equal(toGiven(evaluated.length), given.length);
    });

  it('leads back in order, from its beginning to its end', () => {
    const piece = fc.constantFrom(
      '<!--',
      '-->',
      'import(',
      'import.',
      'import',
      ' ',
      '\n',
      'a',
      '__',
      '-',
      '>',
      '.',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const given = pieces.join('');
        const { length, toGiven } = evaluatedText(given);
        const offsets = Array.from({ length: length + 1 }, (_, offset) => toGiven(offset));
        assert.deepEqual([offsets[0], offsets.at(-1)], [0, given.length]);
        for (let i = 1; i < offsets.length; i++)
          assert.ok([0, 1].includes(offsets[i]! - offsets[i - 1]!), given);
      }),
    );
  });
});
