import assert from 'node:assert/strict';
import { printCoverage } from '../../../src/cli/print/coverage';
import type { Counted, Coverage } from '../../../src/core/run/coverage';

const at = (line: number, count: number): Counted => ({
  line,
  column: 1,
  endLine: line,
  endColumn: 9,
  count,
});

const coverage: Coverage = [
  {
    path: 'limiter.ts',
    statements: [at(1, 1), at(2, 1), at(4, 0)],
    functions: [],
    branches: [{ ...at(2, 1), isIf: true, arms: [at(2, 1), at(2, 1)] }],
  },
  { path: 'types\u001b[31m.ts', statements: [], functions: [], branches: [] },
];

function printed(what: Coverage): string[] {
  const out: string[] = [];
  const signal = new AbortController().signal;
  printCoverage(what, { out: text => out.push(text), err: () => undefined, color: false, signal });
  return out;
}

describe('the table of coverage', () => {
  it('tells of each file what has run and which lines have not', () => {
    const lines = printed(coverage);
    assert.deepEqual(lines.slice(0, 3), [
      '',
      'File              Statements  Branches     Not covered',
      'limiter.ts        2/3 (66 %)  2/2 (100 %)  4',
    ]);
    assert.ok(!lines.join('').includes('\u001b'), 'a name cannot colour the terminal');
  });

  it('says when there is nothing', () => {
    assert.deepEqual(printed([]).at(-1), 'Nothing was measured.');
  });
});
