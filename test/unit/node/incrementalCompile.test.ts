import assert from 'node:assert/strict';
import vm from 'node:vm';
import { compileAttempt, compileSuiteModule } from '../../../src/node/compile';

/** What V8 is asked to look at: every compilation ends with that, and nothing that is remembered does. */
function compiledDuring(work: () => unknown): string[] {
  const original = vm.Script;
  const parts: string[] = [];
  vm.Script = class extends original {
    constructor(code: string, options?: vm.ScriptOptions) {
      super(code, options);
      parts.push(...(/\bpart\d+/.exec(code) ?? ['other']));
    }
  };
  try {
    work();
  } finally {
    vm.Script = original;
  }
  return parts;
}

describe('compiling after a save', () => {
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`part${n}.ts`, `export const part${n}: number = ${n};`]),
  );

  it('compiles the file that changed, alone', () => {
    compileAttempt(files);
    const changed = { ...files, 'part7.ts': 'export const part7: string = "seven";' };
    const compiled = compiledDuring(() => compileAttempt(changed));
    assert.deepEqual(compiled, ['part7']);
    assert.match(compileAttempt(changed).modules['part7.ts'] ?? '', /"seven"/);
    assert.equal(compileAttempt(changed).modules['part8.ts'], compileAttempt(files).modules['part8.ts']);
  });

  it('looks at every import again when a file is gone', () => {
    const two = { 'a.ts': `import { b } from './b';\nexport const a = b;`, 'b.ts': 'export const b = 1;' };
    assert.deepEqual(compileAttempt(two).errors, []);
    assert.deepEqual(
      compileAttempt({ 'a.ts': two['a.ts'] }).errors.map(({ file, line }) => [file, line]),
      [['a.ts', 1]],
    );
  });

  it('goes back to what it knows when a change is undone', () => {
    compileAttempt(files);
    assert.deepEqual(
      compiledDuring(() => compileAttempt(files)),
      [],
    );
  });
});

describe('the suites of a built pack', () => {
  const source = `import assert from 'node:assert/strict';\nit('R1', () => assert.equal(1 as number, 1));\n`;

  it('are taken as they are', () => {
    const built = compileSuiteModule('tests/a.test.ts', source);
    assert.ok(built.ok);
    assert.deepEqual(compileSuiteModule('tests/a.test.js', built.code), built);
  });

  it('may be ES modules all the same', () => {
    const written = compileSuiteModule('tests/b.test.js', `"use strict";\nexport const b = 1;\n`);
    assert.ok(written.ok);
    assert.match(written.code, /exports\.b = b/);
  });
});
