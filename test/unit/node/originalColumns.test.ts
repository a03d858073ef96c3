import assert from 'node:assert/strict';
import { compileAttempt } from '../../../src/node/compile';
import { OriginalColumns } from '../../../src/node/originalColumns';

const types = 'export const limit = 1; export function plain(): void {}';

/** `¦` stands before the place in the text that is run; `word` is what is there in the compiled line. */
const cases: readonly (readonly [what: string, marked: string, word: string])[] = [
  ['a type behind a name', 'const a: number = 1; ¦throw new Error();', 'throw'],
  ['types with the words of the code', 'const m: Map<string, Map<string, number>> = new ¦Map();', 'Map('],
  ['a template that ends with a value', 'const t: string = `a ${1}`; throw ¦new Error(t);', 'new'],
  ['a template that is only a value', 'const t: string = `${1}`, u: string = `${2}`; ¦f();', 'f('],
  ['an assertion of a type', 'const v = (f() as unknown as string).¦trim();', 'trim'],
  ['type parameters', 'const w = g<string, number>(1, ¦f());', 'f('],
  ['words of scripts', 'const größe: number = 1; größe.¦toFixed();', 'toFixed'],
  ['an imported function', "import { plain } from './types'; const p: number = 1; ¦plain();", '_types.plain'],
];

describe('a column of the compiled text', () => {
  for (const [what, marked, word] of cases)
    it(`is found in the file again: ${what}`, () => {
      const text = marked.replace('¦', '');
      const files = { 'a.ts': `// first\n${text}\n`, 'types.ts': types };
      const compiled = compileAttempt(files);
      assert.deepEqual(compiled.errors, []);
      const column = (compiled.modules['a.ts'] ?? '').split('\n')[1]!.lastIndexOf(word) + 1;
      assert.ok(column > 0);
      assert.equal(new OriginalColumns(files).of({ file: 'a.ts', line: 2, column }), marked.indexOf('¦') + 1);
    });

  it('stays as it is where nothing is known', () => {
    const columns = new OriginalColumns({ 'a.ts': 'const a: number = 1;\n', 'types.ts': types });
    assert.equal(columns.of({ file: 'b.ts', line: 1, column: 7 }), 7);
    assert.equal(columns.of({ file: 'a.ts', line: 9, column: 7 }), 7);
    assert.equal(columns.of({ file: 'constructor', line: 1, column: 7 }), 7);
  });

  it('stays as it is in a line that nobody wrote by hand', () => {
    const files = { 'a.ts': `const a: number = [${'1,'.repeat(2_000)}];` };
    assert.equal(new OriginalColumns(files).of({ file: 'a.ts', line: 1, column: 700 }), 700);
  });
});
