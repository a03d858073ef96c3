import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rangeOfPlace } from '../../../../src/core/authoring/placeRange';

const text = 'title: Limiter\nwrong:\n  - id: one  \n\n';
const range = (line: number, column: number): string => {
  const { file, ...at } = rangeOfPlace({ file: 'x/exercise.yaml', line, column }, text);
  return `${file}:${at.line}:${at.column}-${at.endLine}:${at.endColumn}`;
};

describe('what is underlined for a place', () => {
  const cases: readonly (readonly [line: number, column: number, shown: string])[] = [
    [1, 1, '1:1-1:15'],
    [1, 8, '1:8-1:15'],
    [3, 1, '3:3-3:12'],
    [3, 5, '3:5-3:12'],
    [4, 1, '4:1-4:1'],
    [2, 99, '2:7-2:7'],
    [99, 1, '5:1-5:1'],
  ];
  for (const [line, column, shown] of cases)
    it(`${line}:${column} is ${shown}`, () => assert.equal(range(line, column), `x/exercise.yaml:${shown}`));

  it('lies within the text, its end not before its start', () =>
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (any, line, column) => {
          const at = rangeOfPlace({ file: 'f', line, column }, any);
          const lines = any.split('\n');
          assert.ok(at.line <= lines.length && at.endLine === at.line && at.endColumn >= at.column);
          assert.ok(at.endColumn <= lines[at.line - 1]!.length + 1);
        },
      ),
    ));
});
