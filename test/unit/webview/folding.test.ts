import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparedLines } from '../../../src/core/text/comparedLines';
import { differingSpans, folded, isLong, unfolded, type FoldedRow } from '../../../src/webview/folding';

const shown = (rows: readonly FoldedRow[]): string[] =>
  rows.map(row =>
    row.kind === 'gap' ? `(${row.lines})` : row.line.before + row.line.marked + row.line.after,
  );

describe('a folded value', () => {
  const numbers = (count: number): string => Array.from({ length: count }, (_, i) => String(i)).join('\n');

  it('is whole when it is short', () => {
    const { expected } = comparedLines(numbers(14), numbers(13));
    assert.equal(isLong(expected), false);
    assert.deepEqual(shown(folded(expected, [])), numbers(14).split('\n'));
  });

  it('begins with the first lines where nothing differs', () => {
    const { expected } = comparedLines(numbers(500), numbers(500));
    assert.deepEqual(shown(folded(expected, [])), [...numbers(12).split('\n'), '(488)']);
  });

  it('is bounded where everything differs', () => {
    const { expected } = comparedLines(numbers(300), numbers(300).replaceAll(/^/gm, 'x'));
    assert.deepEqual(shown(folded(expected, [])), [...numbers(30).split('\n'), '(270)']);
  });

  it('accounts for every line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 80 }),
        fc.array(fc.constantFrom('a', 'b', 'd'), { maxLength: 80 }),
        (left, right) => {
          const { expected } = comparedLines(left.join('\n'), right.join('\n'));
          const counted = folded(expected, []).reduce(
            (sum, row) => sum + (row.kind === 'gap' ? row.lines : 1),
            0,
          );
          assert.equal(counted, expected.length);
          assert.deepEqual(
            shown(unfolded(expected, [])),
            expected.map(line => line.text),
          );
        },
      ),
    );
  });
});

describe('the part in which two texts differ', () => {
  it('is what is between their common ends', () => {
    assert.deepEqual(differingSpans('{ a: 1, b: 2, c: 3000 }', '{ a: 10, b: 2, c: 3000 }'), {
      expected: { from: 6, to: 6 },
      actual: { from: 6, to: 7 },
    });
    assert.equal(differingSpans('50', '5'), undefined, 'short');
    assert.equal(differingSpans('a'.repeat(30), 'b'.repeat(30)), undefined, 'nothing in common');
  });

  it('parts any two texts so that what is around it is the same', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (head, a, b, tail) => {
        const [left, right] = [head + a + tail, head + b + tail];
        const spans = differingSpans(left, right);
        if (!spans) return;
        const { expected, actual } = spans;
        assert.equal(left.slice(0, expected.from), right.slice(0, actual.from));
        assert.equal(left.slice(expected.to), right.slice(actual.to));
        assert.ok(expected.from <= expected.to && actual.from <= actual.to);
      }),
    );
  });
});
