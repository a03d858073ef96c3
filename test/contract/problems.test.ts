import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { parsePack } from '../../src/core/pack/parsePack';
import type { Problem } from '../../src/core/pack/problem';
import { memorySource } from '../../src/core/pack/source';
import { mistakes, withMistake } from '../unit/core/support/packs';
import { filesBelow, nodesOf, parse } from './support/sources';

/** Where problems of packs are found. */
const readers = filesBelow('src', /\.ts$/).filter(file =>
  /^src\/(?:core\/pack\/(?:read\w+|parsePack|parseExercise|yamlField|yamlFile|exerciseFolder|exerciseKind|links|contributedPacks)|node\/packFiles)\.ts$/.test(
    file,
  ),
);

/** Words in the same places that are no codes of problems: kinds of results, and errors about a whole pack. */
const others = new Set(['no-folder', 'no-pack', 'pack-too-large', 'too-large', 'after-runs', 'after-pass']);
const single = new Set(['alias', 'duplicate', 'link']);
const isCode = (text: string): boolean =>
  single.has(text) || (/^[a-z]+(?:-[a-z]+)+$/.test(text) && !others.has(text));

/** Codes stand as arguments (`field.problem('bad-id', …)`), defaults (`code = 'unknown-word'`) and `code: 'dead-link'`. */
function codesIn(file: string): string[] {
  const found: string[] = [];
  for (const node of nodesOf(parse(file))) {
    if (!ts.isStringLiteral(node) || !isCode(node.text)) continue;
    const { parent } = node;
    const isNamed = ts.isPropertyAssignment(parent) && parent.name.getText() === 'code';
    if (ts.isCallExpression(parent) || ts.isParameter(parent) || isNamed) found.push(node.text);
    else if (ts.isBinaryExpression(parent) && parent.left.getText() === 'code') found.push(node.text);
  }
  return found;
}

const written = [
  ...readFileSync('exercises/README.md', 'utf8').matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm),
].flatMap(([, code = '', meaning = '']) => (isCode(code) ? [{ code, meaning }] : []));

describe('problems of packs', () => {
  it('are all explained on the page of the format, and no others', () => {
    const codes = new Set(readers.flatMap(codesIn));
    assert.deepEqual(
      written.map(({ code }) => code),
      [...codes].sort(),
    );
  });

  it('are each explained in a sentence', () =>
    assert.deepEqual(
      written.filter(({ meaning }) => !/^[A-Z].{10,}[.…)]$/.test(meaning)),
      [],
    ));

  for (const mistake of mistakes)
    it(`say what, where and what to do: ${mistake.name}`, () => {
      const { problems } = parsePack(memorySource('test', withMistake(mistake)));
      assert.deepEqual(
        problems.filter(problem => !isWhole(problem)),
        [],
      );
    });
});

const isWhole = (problem: Problem): boolean =>
  written.some(({ code }) => code === problem.code) &&
  problem.file !== '' &&
  [problem.line, problem.column, problem.endLine, problem.endColumn].every(
    n => Number.isInteger(n) && n > 0,
  ) &&
  [problem.message, problem.remedy].every(text => /^\S.*[.?…]$/s.test(text));
