import assert from 'node:assert/strict';
import { comparedLines } from '../../../../src/core/text/comparedLines';

/** Lines that differ are marked with `*`. */
const marked = (expected: string, actual: string) => {
  const show = (lines: readonly { text: string; differs: boolean }[]) =>
    lines.map(line => (line.differs ? `*${line.text}` : line.text));
  const compared = comparedLines(expected, actual);
  return [show(compared.expected), show(compared.actual)];
};

describe('expected beside actual', () => {
  it('marks the lines that the other side does not have', () => {
    assert.deepEqual(marked('{\n  a: 1,\n  b: 2\n}', '{\n  a: 3,\n  b: 2\n}'), [
      ['{', '*  a: 1,', '  b: 2', '}'],
      ['{', '*  a: 3,', '  b: 2', '}'],
    ]);
  });

  it('finds the common lines around one that is missing', () => {
    assert.deepEqual(marked('a\nb\nc\nd', 'a\nc\nd'), [
      ['a', '*b', 'c', 'd'],
      ['a', 'c', 'd'],
    ]);
  });

  it('marks all of two single lines, and nothing of two equal texts', () => {
    assert.deepEqual(marked('50', '0'), [['*50'], ['*0']]);
    assert.deepEqual(marked('same\ntext', 'same\ntext'), [
      ['same', 'text'],
      ['same', 'text'],
    ]);
  });

  it('does not compare what is very long', () => {
    const long = Array.from({ length: 401 }, (_, i) => String(i)).join('\n');
    assert.equal(
      comparedLines(long, '0').expected.some(line => line.differs),
      false,
    );
  });
});
