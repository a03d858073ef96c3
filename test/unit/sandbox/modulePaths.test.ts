import assert from 'node:assert/strict';
import { resolveRelative } from '../../../src/sandbox/modulePaths';

const paths = new Set(['a.ts', 'deep/b.ts', 'deep/index.ts', 'tests/x.test.ts', 'built.js']);

describe('paths of modules', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['a.ts', './deep/b', 'deep/b.ts'],
    ['a.ts', './deep/b.ts', 'deep/b.ts'],
    ['a.ts', './deep/b.js', 'deep/b.ts'],
    ['a.ts', './deep', 'deep/index.ts'],
    ['deep/b.ts', '../a', 'a.ts'],
    ['deep/b.ts', './../deep/./b', 'deep/b.ts'],
    ['a.ts', './x', undefined],
    ['a.ts', '../../a', undefined],
    ['a.ts', './built.ts', 'built.js'],
    ['tests/x.test.ts', './x.test', 'tests/x.test.ts'],
  ];
  for (const [from, specifier, expected] of cases)
    it(`${specifier} from ${from}`, () => assert.equal(resolveRelative(from, specifier, paths), expected));
});
