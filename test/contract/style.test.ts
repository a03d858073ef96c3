import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from './support/sources';

const longest = 350;
/** Tables of texts are as long as what there is to say. */
const tables = ['src/webview/strings.ts'];
const sources = filesBelow('src', /\.tsx?$/);
// Packs and workspaces are what a user could have written: their names are not ours.
const tests = filesBelow('test', /\.tsx?$/).filter(
  file => !/^test\/(packs|workspaces|bench\/fixture)\//.test(file),
);
const scripts = filesBelow('scripts', /\.[cm]js$/);

describe('style', () => {
  it(`has no source of more than ${longest} lines`, () => {
    const long = sources.filter(file => linesOf(file) > longest && !tables.includes(file));
    assert.deepEqual(long, []);
  });

  it('names files in camel case, for the thing they hold', () => {
    const odd = [...sources, ...tests, ...scripts].filter(file => !isGoodName(path.posix.basename(file)));
    assert.deepEqual(odd, []);
  });

  it('has no barrel', () => {
    const barrels = [...sources, ...tests].filter(file =>
      /^\s*export \* (as \w+ )?from /m.test(readFileSync(file, 'utf8')),
    );
    assert.deepEqual(barrels, []);
  });

  it('exports by name', () => {
    const unnamed = sources
      .filter(file => !file.endsWith('.d.ts'))
      .filter(file => /^export default /m.test(readFileSync(file, 'utf8')));
    assert.deepEqual(unnamed, []);
  });

  it('leaves nothing to be done', () => {
    const word = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].map(w => `\\b${w}\\b`).join('|'));
    const left = [...sources, ...tests, ...scripts].filter(file => word.test(readFileSync(file, 'utf8')));
    assert.deepEqual(left, []);
  });

  it('runs every suite: nothing is skipped or singled out', () => {
    const call = /\b(?:it|describe|context)\.(?:skip|only)\(|\bthis\.skip\(|\bx(?:it|describe)\(/;
    assert.deepEqual(
      tests.filter(file => file !== 'test/contract/style.test.ts' && call.test(readFileSync(file, 'utf8'))),
      [],
    );
  });
});

const linesOf = (file: string): number => readFileSync(file, 'utf8').split('\n').length - 1;

/** `camelCase.ts`, with kinds behind dots (`.test.ts`, `.d.ts`); a component's file may bear its name. */
const isGoodName = (name: string): boolean =>
  /^[a-zA-Z][a-zA-Z0-9]*(\.[a-z]+)+$/.test(name) &&
  !/^(utils?|helpers?|common|misc|index)\.(?!entry)/.test(name);
