import type { JudgeName } from './judges';

/** An attempt whose text or whose names are the attack: on the compilers in the host, or on the wrapper in the child. */
export interface HostileSource {
  /** As in the first line of a file of `attacks`. */
  readonly expect: string;
  readonly title: string;
  readonly judge?: JudgeName;
  /** Path -> text. */
  readonly files: () => Readonly<Record<string, string>>;
}

const idle = `export const answer = () => 'wrong';\nexport const attack = async () => undefined;\n`;
const alone =
  (text: string | (() => string)): HostileSource['files'] =>
  () => ({ 'attack.ts': typeof text === 'string' ? text : text() });
/** Written so that this file does not look like a barrel. */
const all = '*';
const nested = (open: string, middle: string, close: string, depth: number): string =>
  open.repeat(depth) + middle + close.repeat(depth);

export const hostileSources: Readonly<Record<string, HostileSource>> = {
  sourceUrls: {
    expect: 'fails',
    title: 'Names itself after the suite, and after files that are elsewhere.',
    files: alone(`//# sourceURL=suite:///tests/judge.test.ts
const fail = (url: string) => (0, eval)('(() => { throw new Error("from elsewhere"); })\\n//# sourceURL=' + url);
export const answer = () => fail('attempt:///../../../../etc/passwd')();
export const attack = () => fail('suite:///tests/judge.test.ts')();
//# sourceURL=attempt:///errors.ts`),
  },
  sourceMaps: {
    expect: 'fails',
    title: 'Points at source maps on the disk and on the network.',
    files: alone(`${idle}
for (const url of ['file:///etc/passwd', 'http://127.0.0.1:1/x.map', 'data:application/json,{"version":3,"sources":["/etc/passwd"],"mappings":"AAAA"}', '../../x.map'])
  (0, eval)('(() => 1)()\\n//# sourceMappingURL=' + url);
//# sourceMappingURL=file:///etc/passwd
//# sourceMappingURL=data:application/json;base64,eyJ2ZXJzaW9uIjozfQ==`),
  },
  shebang: {
    expect: 'does not compile or fails',
    title: 'Begins with a line for the shell.',
    files: alone(`#!/usr/bin/env -S node --eval "process.exit(0)"\n${idle}`),
  },
  byteOrderMark: {
    expect: 'fails',
    title: 'Begins with byte order marks, and has more inside.',
    files: alone(`\ufeff${idle}const a\ufeff=\ufeff1;\n`),
  },
  lineSeparators: {
    expect: 'fails',
    title: 'Ends lines with separators that only JavaScript knows.',
    files: alone(
      `// comment\u2028console.warn('printed');// \u2029${idle}const text = '\u2028\u2029';\u2028//# sourceURL=x\u2029throw_: for (;;) break throw_;`,
    ),
  },
  nulls: {
    expect: 'does not compile or fails',
    title: 'Holds null characters and halves of characters.',
    files: alone(
      `${idle}const text = '\u0000\ud800\udfff\ud83d';\n/* \u0000\ud800 */ const pattern = /\ud800/;`,
    ),
  },
  closingBraces: {
    expect: 'does not compile',
    title: 'Closes the braces of the function that a module is wrapped in.',
    files: alone(
      `${idle}\n}}})();console.warn('REACHED the scope of the wrapper');(()=>{return function(){{`,
    ),
  },
  closingBracesInDisguise: {
    expect: 'does not compile',
    title: 'Closes them where parsers disagree on what is a comment, a pattern or a division.',
    files: alone(`${idle}
let a = 1, g = 1;
a <!-- }}})();console.warn('REACHED');(()=>{return function(){{
a = 1 /g/ 1; }}})();console.warn("REACHED");(()=>{return function(){{ /*
--> */`),
  },
  htmlComments: {
    expect: 'does not compile or fails',
    title: 'Comments of HTML around code that one parser sees and another does not.',
    files: alone(`${idle}
let x = 3, y = 1;
while (x --> 0) y++;
const odd = x <!--y;
/*
*/--> console.warn('REACHED')
if (y !== 4) console.warn('REACHED another meaning');`),
  },
  importInText: {
    expect: 'fails',
    title: 'Texts that look like imports, which must stay what they are.',
    files:
      alone(`const texts = ['import.meta', 'import(x)', 'import .source', \`import.\${'x'}(y)\`, /import\\.|import\\(x/.source, 'Nothing to import.'];
if (texts.join('|') !== ['im' + 'port.meta', 'im' + 'port(x)', 'im' + 'port .source', 'im' + 'port.x(y)', 'im' + 'port\\\\.|im' + 'port\\\\(x', 'Nothing to im' + 'port.'].join('|')) console.warn('REACHED a text: ' + texts.join('|'));
const named = { import: (n: number) => n, get: { import: { source: 1 } } };
if (named.import(2) !== 2 || named.get.import.source !== 1) console.warn('REACHED a name');
${idle}`),
  },
  importBanner: {
    expect: 'fails',
    title: 'Comments that make a search for imports go back and forth.',
    files: alone(
      () =>
        `${idle}// ${'/'.repeat(100)} import ${'/'.repeat(20_000)}\n// import${'//'.repeat(5_000)}\n` +
        `const text = 'import ${'/**/'.repeat(5_000)}';\n(0, eval)('/x/ //import ' + '/**/ '.repeat(2_000) + '\\n1');\n`,
    ),
  },
  fileNames: {
    expect: 'does not compile or fails',
    title: 'Names of files that are code, paths to elsewhere, or names of every object.',
    files: () => ({
      'attack.ts': `import './constructor';\nimport './__proto__';\nimport './import';\n${idle}`,
      '__proto__.ts': 'export const x = 1;',
      'constructor.ts': 'export const x = 1;',
      'toString.ts': '',
      'import.ts': `export const x = 1; throwIt(); function throwIt() { console.log(new Error('x')); }`,
      '../outside.ts': 'export {}',
      '/etc/passwd.ts': 'export {}',
      'a/../../b.ts': 'export {}',
      'C:\\windows\\x.ts': 'export {}',
      'quote\'"`${1}.ts': 'export {}',
      'space and *.ts': 'export {}',
      '#testkit.ts': 'export {}',
      'node:fs.ts': 'export {}',
      'tests/judge.test.ts': `console.warn('REACHED the suite');`,
      'node_modules/mocha/index.ts': 'export {}',
      '%2e%2e%2fx.ts': 'export {}',
      '\u202egnp.ts': 'export {}',
      [`${'long'.repeat(500)}.ts`]: 'export {}',
    }),
  },
  fileNameAsCode: {
    expect: 'does not compile',
    title: 'A line break in the name of a file, and code behind it.',
    files: () => ({ 'attack.ts': idle, "x\nconsole.warn('REACHED');\n//.ts": 'export {}' }),
  },
  secondModule: {
    expect: 'fails',
    title: 'Files that could be taken for the one that a suite asks for.',
    files: () => ({
      'attack.ts': idle,
      'attack.js.ts': `export const answer = () => 'SECRET_EXPECTED';`,
      'attack.ts/index.ts': `export const answer = () => 'SECRET_EXPECTED';`,
      'attack/index.ts': `export const answer = () => 'SECRET_EXPECTED';`,
      'attack.d.ts': `export declare const answer: 'SECRET_EXPECTED';`,
      'ATTACK.ts': `export const answer = () => 'SECRET_EXPECTED';`,
    }),
  },
  exerciseFile: {
    expect: 'fails',
    judge: 'throws',
    title: 'Brings its own copy of a file that belongs to the exercise.',
    files: () => ({
      'errors.ts': `console.warn('REACHED errors.ts');\nexport class QuotaError { static [Symbol.hasInstance]() { return true; } }\nexport const limits = 1, double = 2;`,
      'attack.ts': `export class OwnError extends Error {}\nexport const run = (kind: string) => { if (kind === 'none') throw 1; };\nexport const later = async (kind: string) => { if (kind === 'none') throw 1; };`,
    }),
  },
  cycles: {
    expect: 'fails',
    title: 'Modules that import each other and themselves, and replace what the others hold.',
    files: () => ({
      'attack.ts': `import * as self from './attack';\nimport { b } from './b';\nexport const answer = () => self.answer === answer ? b : 'wrong';\nexport const attack = async () => undefined;\nmodule.exports = self;`,
      'b.ts': `import * as a from './attack';\nexport const b = 'b';\ntry { (a as any).answer = () => 'SECRET_EXPECTED'; } catch {}\nrequire('./attack').attack = () => 'swallowed';`,
    }),
  },
  cyclesWithoutEnd: {
    expect: 'timed out in loading or fails or does not load',
    title: 'Modules that load each other through calls, for ever.',
    files: () => ({
      'attack.ts': `${idle}for (let round = 0; round < 1e5; round++) require('./b').again();`,
      'b.ts': `export const again = () => require('./attack').again?.() ?? require('./b');`,
    }),
  },
  computedRequire: {
    expect: 'fails',
    title: 'Computes the names of modules.',
    files: alone(`for (const name of ['f' + 's', 'node:' + 'vm', './' + 'none', ['f', 's'].join('')])
  try {
    if (require(name)) console.warn('REACHED ' + name);
  } catch {}
const load = require;
try { load.call(null, 'node:child_process'); console.warn('REACHED'); } catch {}
${idle}`),
  },
  literalImports: {
    expect: 'does not compile',
    title: 'Imports what there is not, in every form that an import has.',
    files: alone(`import fs from 'node:fs';
import * as kit from '#testkit';
import data from './data.json';
import type { T } from 'node:net';
import cp = require('child_process');
export ${all} from 'node:vm';
export { x } from '../../../etc/passwd';
const y = require('worker_threads');
import source z from './x.wasm';
${idle}`),
  },
  dynamicImports: {
    expect: 'does not compile',
    title: 'Import expressions, phases and metadata in the module itself.',
    files: alone(`${idle}void import('node:fs');\nvoid import.meta.url;\nvoid import /**/ ('node:vm');`),
  },
  exoticNames: {
    expect: 'fails',
    title: 'Identifiers in other scripts, with joiners and escapes, and words that are almost keywords.',
    files: alone(`const \u{1d4d0}\u200d = 1, \\u{61}nsw = 2, \u212e = 4, ℘ = 5, a\u0301\u0302 = 6;
var __proto__ = 1, __enter = 2, arguments_ = 3, async = 4, of = 5, get = 6, type = 7, declare = 8, namespace = 9, module_ = 10, from = 11;
const o = { \\u0070rocess: 1, constructor: 2, '__proto__': { x: 1 }, ['__proto__']: 3, async, get, of, type };
class \\u0043lass { #\\u0073ecret = 1; static async *[Symbol.iterator]() {} get [\`x\`]() { return this.#secret; } }
label: for (const await_ of [\u{1d4d0}\u200d, answ, \u212e, ℘, a\u0301\u0302]) { if (await_ === 99) break label; }
void [o, Class, from, module_, namespace, declare, __enter, __proto__, arguments_];
${idle}`),
  },
  scopeNames: {
    expect: 'does not compile or does not load or fails',
    title: 'Declares the names that its own scope is made of.',
    files: alone(`var exports, require, module;
const Object = 1, Map = 2, Promise = 3, setTimeout = 4, console = { warn() {} }, Error = 5, globalThis = 6, undefined_ = 7;
${idle}`),
  },
  strictness: {
    expect: 'does not compile',
    title: 'Sloppy code: octals, `with`, duplicate parameters, deleted names.',
    files: alone(`${idle}with ({}) {}\nvar x = 010; delete x; function f(a, a) {} eval = 1;`),
  },
  topLevel: {
    expect: 'does not compile or fails',
    title: 'Returns, awaits and breaks where a module begins.',
    files: alone(`${idle}if (1) return;\nawait null;\nbreak;`),
  },
  earlyReturn: {
    expect: 'does not compile or fails',
    title: 'Leaves its module before anything is exported.',
    files: alone(`if (Date.now() > 0) return { answer: () => 'SECRET_EXPECTED' };\n${idle}`),
  },
  droppedSyntax: {
    expect: 'does not compile',
    title: 'TypeScript that a compiler would drop or misread.',
    files: alone(
      `${idle}namespace N { export const x = 1; }\nmodule M { }\n@decorated class D { @x y = 1; }\nexport = 1;\ndeclare global { var z: 1 }\nabstract class A { abstract accessor q; }`,
    ),
  },
  unterminated: {
    expect: 'does not compile',
    title: 'Texts, comments, patterns and templates that never end.',
    files: () => ({
      'attack.ts': `${idle}const a = \`\${\`\${'`,
      'b.ts': '/* never',
      'c.ts': `const x = 'never`,
      'd.ts': 'const r = /[never',
      'e.ts': 'class A { #',
      'f.ts': 'type X = { [k in',
      'g.ts': 'x = <T,',
      'h.ts': '}'.repeat(1_000),
    }),
  },
  deepParentheses: {
    expect: 'does not compile or does not load or fails',
    title: 'A hundred thousand brackets, one in the other, for the compilers in the host.',
    files: () => ({
      'attack.ts': idle,
      'a.ts': `export const a = ${nested('(', '1', ')', 100_000)};`,
      'b.ts': `export const b = ${nested('[', '', ']', 100_000)};`,
      'c.ts': nested('{', '', '}', 100_000),
      'd.ts': `export const d = ${nested('(() => ', '1', ')', 50_000)};`,
      'e.ts': `export const e = ${nested('`${', '1', '}`', 30_000)};`,
      'f.ts': `type F = ${nested('Array<', 'string', '>', 50_000)};`,
      'g.ts': `type G = ${nested('{ a: ', '1', ' }', 50_000)};`,
      'h.ts': `export const h = ${'!'.repeat(200_000)}1;`,
      'i.ts': `export const i = 1${' + 1'.repeat(100_000)};`,
      'j.ts': `export const j = a${'.b'.repeat(100_000)};`,
      'k.ts': `export const k = ${'a ? b : '.repeat(50_000)}c;`,
      'l.ts': `${'if (a) '.repeat(50_000)};`,
      'm.ts': `export const m = ${'async () => await '.repeat(20_000)}1;`,
      'n.ts': `${'x: '.repeat(20_000)};`,
      'o.ts': `${'class A extends '.repeat(20_000)}B {}`,
    }),
  },
  justDeepEnough: {
    expect: 'does not compile or does not load or fails',
    title: 'Nests a little less each time, to find a depth that one parser takes and the next does not.',
    files: () => ({
      'attack.ts': idle,
      ...Object.fromEntries(
        [400, 800, 1_200, 1_600, 2_000, 2_500, 3_000, 3_500, 4_000, 5_000, 6_000, 8_000].map(depth => [
          `d${depth}.ts`,
          `export const x = ${nested('[', '', ']', depth)};`,
        ]),
      ),
    }),
  },
  manyBrokenRules: {
    expect: 'does not compile',
    title: 'A hundred thousand names that do not exist, each of which is an error.',
    files: () => ({
      'attack.ts': `${idle}${'fetch;Buffer;'.repeat(40_000)}`,
      'b.ts': `${'@x\n'.repeat(50_000)}class A {}`,
      'c.ts': `import a from 'fs';\n`.repeat(20_000),
      'd.ts': 'declare global\n'.repeat(50_000),
    }),
  },
  manyImports: {
    expect: 'does not compile or fails',
    title: 'Statements that make a compiler look back over all the others.',
    files: () => ({
      'attack.ts': `${"export * from './b'\n".repeat(5_000)}${idle}`,
      'b.ts': "import type { X } from './attack'\n".repeat(20_000),
      'c.ts': `${'from "x" '.repeat(3)};`.repeat(3),
      'd.ts': `const from = 1; ${'from\n'.repeat(50_000)}`,
    }),
  },
  longLines: {
    expect: 'does not compile or fails',
    title: 'A line of a megabyte, and a mistake at its end.',
    files: () => ({
      'attack.ts': `${idle}const list = [${'1,'.repeat(400_000)}];`,
      'b.ts': `const text = '${'x'.repeat(900_000)}'; )`,
    }),
  },
  manyLines: {
    expect: 'does not compile',
    title: 'A million empty lines, and a mistake behind them.',
    files: alone(() => `${idle}${'\n'.repeat(900_000)}const const;`),
  },
  manyFiles: {
    expect: 'fails',
    title: 'Hundreds of files that import each other.',
    files: () => ({
      'attack.ts': `import './f0';\n${idle}`,
      ...Object.fromEntries(
        Array.from({ length: 400 }, (_, index) => [
          `f${index}.ts`,
          `import * as next from './f${(index + 1) % 400}';\nexport const x = ${index};\nvoid next;`,
        ]),
      ),
    }),
  },
  tooMuchSource: {
    expect: 'does not compile',
    title: 'More source than any attempt needs, to keep the host busy.',
    files: () => ({
      'attack.ts': idle,
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [
          `f${index}.ts`,
          `export const x = [${'[1,2],'.repeat(150_000)}];`,
        ]),
      ),
    }),
  },
  enums: {
    expect: 'fails',
    title: 'Enums and parameters whose names are code, once they are compiled.',
    files:
      alone(`enum E { '"];console.warn("REACHED");["' = 1, "'];console.warn('REACHED');//" = 2, '\\u0022' = 3, __proto__ = 4, constructor = 5 }
enum F { a = 'x"; console.warn("REACHED"); "', b = \`\${1}\`.length, c = E.__proto__ }
class C { constructor(private readonly __proto__: unknown, public constructor_: unknown) {} }
void [E, F, new C(1, 2)];
${idle}`),
  },
};
