import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { filesBelow, nodesOf, parse } from './support/sources';

/** Where `verify` says what it has found. */
const judges = [
  ...filesBelow('src/core/verify', /\.ts$/),
  'src/node/authoring/contractLint.ts',
  'src/node/authoring/verifyPack.ts',
];

/** `finding('not-caught', …)`, `code: 'not-proven'`, and codes that are chosen first: `cond ? 'a-b' : 'c-d'`. */
function codesIn(file: string): string[] {
  return [...nodesOf(parse(file))].flatMap(node => {
    if (!ts.isStringLiteral(node) || !/^[a-z]+(?:-[a-z]+)+$/.test(node.text)) return [];
    const { parent } = node;
    const isFirst = ts.isCallExpression(parent) && parent.arguments[0] === node;
    const isCode = ts.isPropertyAssignment(parent) && parent.name.getText() === 'code';
    return isFirst || isCode || (ts.isConditionalExpression(parent) && parent.condition !== node)
      ? [node.text]
      : [];
  });
}

describe('what verify finds', () => {
  it('is all explained on the page of the format, and nothing else', () => {
    const rows = readFileSync('exercises/README.md', 'utf8').matchAll(
      /^\| [A-Z][^|]+ \| ((?:`[a-z-]+`(?:, )?)+) \|$/gm,
    );
    const written = [...rows].flatMap(([, codes = '']) =>
      [...codes.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code),
    );
    assert.deepEqual(written.toSorted(), [...new Set(judges.flatMap(codesIn))].sort());
  });
});
