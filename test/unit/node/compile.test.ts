import assert from 'node:assert/strict';
import { compileAttempt, compileSuiteModule } from '../../../src/node/compile';

const errorsOf = (files: Record<string, string>): unknown[] =>
  compileAttempt(files).errors.map(({ file, line, column, message }) => [
    `${file}:${line}:${column}`,
    message,
  ]);

describe('compiling an attempt', () => {
  it('keeps every line where it is', () => {
    const text = `import {\n  type Options,\n  limit,\n} from './limits';\n\nexport interface Unused {\n  a: number;\n}\nexport const twice = (o: Options): number =>\n  limit * 2;\n`;
    const { modules, errors } = compileAttempt({
      'a.ts': text,
      'limits.ts': 'export const limit = 1;\nexport type Options = {};',
    });
    assert.deepEqual(errors, []);
    assert.equal(modules['a.ts']!.split('\n').length, text.split('\n').length);
    assert.match(modules['a.ts']!.split('\n')[9]!, /_limits\.limit \* 2/);
  });

  it('leaves declaration files and other files out', () => {
    assert.deepEqual(
      Object.keys(
        compileAttempt({ 'a.ts': '', 'globals.d.ts': 'declare const x: 1;', 'notes.md': '# Notes' }).modules,
      ),
      ['a.ts'],
    );
  });

  it('compiles a text once', () => {
    const files = { 'a.ts': 'export const a: number = 1;' };
    const [first, second] = [compileAttempt(files).modules['a.ts'], compileAttempt(files).modules['a.ts']];
    assert.equal(first, second);
  });

  it('shows the lines around an error', () => {
    const [error] = compileAttempt({ 'a.ts': 'const a = 1;\nconst b = ;\nconst c = 3;\n' }).errors;
    assert.deepEqual(error, {
      file: 'a.ts',
      line: 2,
      column: 11,
      message: 'Syntax error: Unexpected token.',
      codeFrame: '  1 | const a = 1;\n> 2 | const b = ;\n    |           ^\n  3 | const c = 3;\n  4 |',
    });
  });

  const cases: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
    [
      'a name declared twice',
      'const a = 1;\nconst b = 2;\n  const a = 3;\n',
      [['a.ts:3:3', `Syntax error: Identifier 'a' has already been declared.`]],
    ],
    [
      'await outside an async function',
      '\nfunction f() {\n  await 1;\n}\n',
      [
        [
          'a.ts:3:3',
          'Syntax error: await is only valid in async functions and the top level bodies of modules. An exercise has no top-level await.',
        ],
      ],
    ],
    [
      'top-level await',
      'await Promise.resolve();',
      [
        [
          'a.ts:1:1',
          'Syntax error: await is only valid in async functions and the top level bodies of modules. An exercise has no top-level await.',
        ],
      ],
    ],
    [
      'a module that is not there',
      `import fs from 'node:fs';\nimport { X } from "express";\n`,
      [
        [
          'a.ts:1:16',
          `'node:fs' is not available in an exercise. It may import its own files and node:events, node:timers/promises.`,
        ],
        [
          'a.ts:2:19',
          `'express' is not available in an exercise. It may import its own files and node:events, node:timers/promises.`,
        ],
      ],
    ],
    [
      'a file that is not there',
      `import { x } from './b';\nexport * from '../c.ts';\nexport { y } from './d';\nimport './e';\n`,
      [
        ['a.ts:1:19', `There is no file for './b'. The other files are ./other.ts.`],
        ['a.ts:2:15', `There is no file for '../c.ts'. The other files are ./other.ts.`],
        ['a.ts:3:19', `There is no file for './d'. The other files are ./other.ts.`],
        ['a.ts:4:8', `There is no file for './e'. The other files are ./other.ts.`],
      ],
    ],
    [
      'require',
      `const fs = require('fs');\nimport net = require('net');\nfs;net;`,
      [
        [
          'a.ts:1:20',
          `'fs' is not available in an exercise. It may import its own files and node:events, node:timers/promises.`,
        ],
        [
          'a.ts:2:22',
          `'net' is not available in an exercise. It may import its own files and node:events, node:timers/promises.`,
        ],
      ],
    ],
    [
      'dynamic import',
      `export const load = () =>\n  import('./other');\n`,
      [
        [
          'a.ts:2:3',
          'Dynamic import is not available in an exercise. Import the module at the top of the file.',
        ],
      ],
    ],
    [
      'a namespace',
      `export namespace Limits {\n  export const a = 1;\n}\n`,
      [
        [
          'a.ts:1:8',
          'Namespaces are not available in an exercise. Use a module: export from the file instead.',
        ],
      ],
    ],
    [
      'a decorator',
      `function log(v: unknown) {}\nclass A {\n  @log\n  m() {}\n}\n`,
      [['a.ts:3:3', 'Decorators are not available in an exercise. Call the function instead.']],
    ],
    [
      'a global that is not there',
      `const body = await1(fetch('https://x'));\nfunction await1(x: unknown) { return Buffer.from('x'); }\n`,
      [
        ['a.ts:1:21', `'fetch' does not exist in an exercise. What may be used is in the statement.`],
        ['a.ts:2:38', `'Buffer' does not exist in an exercise. What may be used is in the statement.`],
      ],
    ],
  ];
  for (const [what, text, expected] of cases)
    it(`refuses ${what}`, () => assert.deepEqual(errorsOf({ 'a.ts': text, 'other.ts': '' }), expected));

  const allowed: readonly (readonly [string, string])[] = [
    [
      'types of anything',
      `import type { Server } from 'node:http';\nexport type { X } from 'express';\nexport const s: Server | undefined = undefined;`,
    ],
    [
      'the modules that there are',
      `import { EventEmitter } from 'node:events';\nimport { setTimeout as sleep } from 'timers/promises';\nnew EventEmitter(); sleep(1);`,
    ],
    [
      'siblings in every spelling',
      `import './other'; import './other.ts'; import './other.js'; import { x } from './deep/file'; import './deep'; x;`,
    ],
    [
      'names that only look like globals',
      `class URL {}\nconst fetch = (x: unknown) => x;\nexport const o = { Buffer: 1, window: fetch(new URL()) };\no.Buffer; ((global: number) => global)(1);`,
    ],
    [
      'ambient declarations',
      `declare module 'x' {}\ndeclare namespace N { const a: number; }\ndeclare const y: number;\nexport const z = () => y;`,
    ],
    [
      'words that are not keywords here',
      `const module = { namespace: 1, import: (x: number) => x };\nmodule.import(1); const text = 'import("x") @decorator namespace X {';\ntext;`,
    ],
    [
      'what the language has',
      `enum E { A }\nabstract class A<const T> { static #p = 1; accessor = 2; declare x: T; constructor(readonly y: number) {} }\nexport const f = <T,>(x: T) => x satisfies unknown as unknown; let o: { a?: number } = {}; o.a ??= 1; label: for (;;) break label;`,
    ],
  ];
  for (const [what, text] of allowed)
    it(`takes ${what}`, () =>
      assert.deepEqual(
        errorsOf({
          'a.ts': text,
          'other.ts': '',
          'deep/file.ts': 'export const x = 1;',
          'deep/index.ts': '',
        }),
        [],
      ));

  it('resolves relative to the file that imports', () => {
    const files = {
      'deep/a.ts': `import { b } from '../b';\nimport { c } from './c';\nb; c;`,
      'b.ts': 'export const b = 1;',
      'deep/c.ts': 'export const c = 1;',
    };
    assert.deepEqual(errorsOf(files), []);
    assert.deepEqual(errorsOf({ 'a.ts': `import '../../a';` }), [
      ['a.ts:1:8', `There is no file for '../../a'.`],
    ]);
  });
});

describe('compiling a suite', () => {
  it('takes TypeScript, and what has been compiled already', () => {
    const compiled = compileSuiteModule(
      'tests/a.test.ts',
      `import { x } from '#attempt/a';\nit('x', () => x as unknown);`,
    );
    assert.ok(compiled.ok);
    const again = compileSuiteModule('tests/a.test.js', compiled.code);
    assert.ok(again.ok);
    assert.match(again.code, /require\('#attempt\/a'\)/);
  });

  it('says where it is broken', () => {
    const compiled = compileSuiteModule('tests/a.test.ts', `const a = 1;\nconst a = 2;`);
    assert.deepEqual(!compiled.ok && compiled.errors.map(e => [e.line, e.message]), [
      [2, `Syntax error: Identifier 'a' has already been declared.`],
    ]);
  });
});
