import assert from 'node:assert/strict';
import { Linter, type Rule } from 'eslint';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parser } from 'typescript-eslint';

const header = `import { create, Limiter } from '#attempt/a.ts';
import type { Cache } from '#attempt/types.ts';
import * as all from '#attempt/b.ts';
import { harden, spy } from '#testkit';
`;

describe('the lint rule for what suites hand over', () => {
  let lint: (code: string) => string[];
  before(async () => {
    const url = pathToFileURL(path.resolve('scripts', 'handOverRule.mjs')).href;
    const { handOver } = (await import(url)) as { handOver: Rule.RuleModule };
    lint = code =>
      new Linter()
        .verify(header + code, {
          languageOptions: { parser },
          plugins: { suites: { rules: { 'hand-over': handOver } } },
          rules: { 'suites/hand-over': 'error' },
        })
        .map(({ message }) => /“(.*)”/.exec(message)?.[1] ?? message);
  });

  const refused: readonly (readonly [code: string, ...names: string[]])[] = [
    ['const options = { limit: 1 }; create(options);', 'options'],
    ['const tags = []; new Limiter({ tags });', 'tags'],
    ['const load = async () => 1; all.create({ deep: [{ load }] });', 'load'],
    ['function load() {} create(load);', 'load'],
    ['class Store {} create(Store, new Limiter(Store));', 'Store', 'Store'],
    ['const store = new Map(); const cache = create(); cache.use(store as any);', 'store'],
    ['const list = [1]; const cache = await create(); cache!.get(list);', 'list'],
    ['const list = [1]; function f(cache: Cache) { cache.get(list); }', 'list'],
    ['const list = [1]; function f(caches: readonly Cache[]) { caches[0]!.get(list); }', 'list'],
    ['class A { #cache: Cache; f() { const o = {}; this.#cache.get(o); } }', 'o'],
    ['class A { cache = create(); f() { this.cache.get(this, 1 > 2 ? 1 : this); } }', 'this', 'this'],
    ['const a = {}; create(1 > 2 ? a : null, null ?? a);', 'a', 'a'],
  ];
  for (const [code, ...names] of refused) it(`refuses ${code}`, () => assert.deepEqual(lint(code), names));

  const taken: readonly string[] = [
    'create({ limit: 1, load: async () => ({ n: 1 }), tags: ["a"] });',
    'const options = harden({ limit: 1 }); create(options);',
    'const source = spy(() => 1); create({ load: source.fn });',
    'const options = { limit: 1 }; create({ ...options });',
    'const first = create(); create({ first });',
    'function f(asked: string, cache: Cache) { cache.get(asked); }',
    'const options = { limit: 1 }; assert(options);',
    'const own = new Limiter(1); create(own);',
    'const list = [1]; const other = { get() {} }; other.get(list);',
  ];
  for (const code of taken) it(`takes ${code}`, () => assert.deepEqual(lint(code), []));
});
