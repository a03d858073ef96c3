import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excerptAt, excerptText } from '../../../../src/core/text/excerpt';

const printed = (text: string, line: number, column: number): string => {
  const excerpt = excerptAt(text, { line, column });
  assert.ok(excerpt);
  return excerptText(excerpt);
};

describe('an excerpt', () => {
  it('shows two lines before and after, and marks the word', () => {
    const text = Array.from({ length: 12 }, (_, i) => `line(${i + 1});`).join('\n');
    assert.equal(
      printed(text, 9, 1),
      `   7 | line(7);
   8 | line(8);
>  9 | line(9);
     | ^^^^
  10 | line(10);
  11 | line(11);`,
    );
  });

  it('begins and ends with the file, and leaves blank lines at the end away', () => {
    assert.equal(printed('only()\n\n\n', 1, 5), '> 1 | only()\n    |     ^');
    assert.equal(printed('a\nb', 2, 1), '  1 | a\n> 2 | b\n    | ^');
  });

  it('leaves the indentation that its lines share away', () => {
    const text = '    if (a)\n\n      return b;\n    }\n  }';
    assert.equal(
      printed(text, 3, 7),
      '  1 |   if (a)\n  2 |\n> 3 |     return b;\n    |     ^^^^^^\n  4 |   }\n  5 | }',
    );
    assert.equal(
      printed('\ta\n  b', 1, 2),
      '> 1 |   a\n    |   ^\n  2 |   b',
      'tabs and spaces are not compared',
    );
  });

  it('takes every line end of JavaScript', () =>
    assert.equal(printed('a\r\nb\rc\u2028d', 3, 1), '  1 | a\n  2 | b\n> 3 | c\n    | ^\n  4 | d'));

  it('keeps the mark in its place behind tabs and what cannot be seen', () =>
    assert.equal(
      printed('\u202e\tthrow new Error()', 1, 9),
      '> 1 | \\u202e  throw new Error()\n    |               ^^^',
    ));

  it('takes a column behind the end of its line for the end', () =>
    assert.equal(printed('abc', 1, 99), '> 1 | abc\n    |    ^'));

  it('is cut around the place in a long line, and at the end in others', () => {
    const long = `${'a '.repeat(200)}here${' b'.repeat(200)}`;
    const excerpt = excerptAt(`${long}\n${long}`, { line: 2, column: 401 });
    assert.deepEqual(excerpt, {
      firstLine: 1,
      lines: [`${long.slice(0, 120)}…`, `…${long.slice(340, 460)}…`],
      mark: { index: 1, from: 61, to: 65 },
    });
    assert.equal(excerpt.lines[1]?.slice(61, 65), 'here');
  });

  it('is not there for a line that is not there', () => {
    assert.equal(excerptAt('a', { line: 2, column: 1 }), undefined);
    assert.equal(excerptAt('', { line: 0, column: 1 }), undefined);
  });

  it('is bounded, and its mark is within its line, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 700 }),
        (text, line, column) => {
          const excerpt = excerptAt(text, { line, column });
          if (!excerpt) return;
          const marked = excerpt.lines[excerpt.mark.index];
          assert.ok(marked !== undefined);
          assert.ok(0 <= excerpt.mark.from && excerpt.mark.from <= excerpt.mark.to);
          assert.ok(excerpt.mark.to <= marked.length);
          assert.ok(excerpt.lines.length <= 5);
          assert.ok(excerpt.lines.every(shown => shown.length <= 122));
        },
      ),
      { numRuns: 50 },
    );
  });
});
