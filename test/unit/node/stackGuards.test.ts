import assert from 'node:assert/strict';
import vm from 'node:vm';
import { withStackGuards } from '../../../src/node/stackGuards';

describe('stack guards', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['it("a", async () => { n++; });', 'it("a", async () => {__enter(); n++; });'],
    ['const f = v => g(v);', 'const f = v =>(__enter(), g(v));'],
    [
      'const f = async (a = () => ({ b }), c) => c;',
      'const f = async (a = () =>(__enter(), ({ b })), c) =>(__enter(), c);',
    ],
    ['const f = async => async;', 'const f = async =>(__enter(), async);'],
    ['const f = a => b => c;', 'const f = a =>(__enter(), b =>(__enter(), c));'],
    ['const f = a => b => { c; };', 'const f = a => b => {__enter(); c; };'],
    [
      'class A extends B { constructor() { super(); } get z() { return 1; } *m() {} static { s(); } }',
      'class A extends B { constructor() {__enter(); super(); } get z() {__enter(); return 1; } *m() {__enter();} static { s(); } }',
    ],
    ['function f() {__enter(); }', 'function f() {__enter(); }'],
    ['if (x) { y(); }\n{ z(); }', 'if (x) { y(); }\n{ z(); }'],
  ];
  for (const [code, guarded] of rows)
    it(`guards ${code.slice(0, 40)}`, () => {
      assert.equal(withStackGuards(code), guarded);
      new vm.Script(guarded.replace('extends B', 'extends Object')); // still compiles
    });
});
