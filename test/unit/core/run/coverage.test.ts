import assert from 'node:assert/strict';
import {
  armsOf,
  countOf,
  uncoveredLines,
  type Counted,
  type FileCoverage,
} from '../../../../src/core/run/coverage';

const at = (line: number, count: number): Counted => ({
  line,
  column: 1,
  endLine: line,
  endColumn: 9,
  count,
});

const file: FileCoverage = {
  path: 'a.ts',
  statements: [at(3, 0), at(4, 0), at(5, 0), at(8, 2), at(10, 0)],
  functions: [],
  branches: [
    { ...at(8, 0), isIf: true, arms: [at(8, 0), at(8, 2)] },
    { ...at(12, 0), isIf: false, arms: [at(12, 1), at(13, 4)] },
  ],
};

describe('coverage', () => {
  it('counts what has run and what there is', () => {
    assert.deepEqual(
      [countOf(file.statements), countOf(armsOf(file)), countOf([])],
      [
        { covered: 1, total: 5 },
        { covered: 3, total: 4 },
        { covered: 0, total: 0 },
      ],
    );
  });

  it('names lines that have not run, neighbours together, with the ways of branches', () => {
    assert.deepEqual(uncoveredLines(file), ['3-5', '8', '10']);
    assert.deepEqual(uncoveredLines({ ...file, statements: [], branches: [] }), []);
  });
});
