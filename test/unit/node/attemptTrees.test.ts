import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attemptSources } from '../../../src/node/attemptSources';
import { codeFrame, placeOf } from '../../../src/node/codeFrame';
import { compileAttempt, compileSuiteModule } from '../../../src/node/compile';
import { initialRun, reduce, reportOf } from '../../../src/core/run/reduce';
import { oddSource, oddTree } from '../support/attemptTrees';
import { oddText } from '../support/childMessages';
import { assertSound } from '../support/soundReport';

const facts = {
  exercise: { pack: 'p', id: 'e' },
  pack: { id: 'p', version: '1.0.0', hash: 'h' },
  seed: 1,
  durationMs: 1,
};

describe('any files in the folder of an attempt', function () {
  this.timeout(120_000);

  it('are compiled, or refused with places in them, and no file is forgotten', () =>
    fc.assert(
      fc.property(oddTree, files => {
        const { modules, errors } = compileAttempt(files);
        const sources = Object.keys(files).filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'));
        assert.deepEqual(
          [...new Set([...Object.keys(modules), ...errors.map(({ file }) => file)])].sort(),
          sources.sort(),
        );
        for (const { file, line, column } of errors) {
          const lines = files[file]!.split(/\r\n|[\n\r\u2028\u2029]/);
          assert.ok(line >= 1 && line <= lines.length, `${line} of ${lines.length}`);
          assert.ok(column >= 1);
        }
        if (errors.length === 0) return;
        assertSound(
          reportOf(reduce(initialRun, { type: 'ended', end: { kind: 'did-not-compile', errors } }), facts),
        );
      }),
      { numRuns: 1_500 },
    ));

  it('lose nothing that belongs to the exercise, whatever they are called', () =>
    fc.assert(
      fc.property(oddTree, files => {
        const own = { path: 'types.ts', owner: 'exercise', starter: 'export {}', solution: '' } as const;
        const learners = { ...own, path: 'a.ts', owner: 'learner' } as const;
        const testModules = { 'tests/a.test.ts': `import { a } from '#attempt/a';` };
        const sources = attemptSources({ files: [own, learners], testModules }, files);
        assert.equal(sources.files['types.ts'], 'export {}');
        assert.equal(sources.missing.length, Object.hasOwn(files, 'a.ts') ? 0 : 1);
      }),
      { numRuns: 300 },
    ));

  for (const [what, asking, isMissed] of [
    ['a suite', { suite: `const a = require("#attempt/lib/clock.ts");` }, true],
    ['a file', { file: `export * from './lib/clock'` }, true],
    ['a file in the same folder', { file: 'import { now } from "./clock.js";' }, true],
    [
      'nothing',
      { suite: `import '#attempt/a'; // the clock`, file: `import './clockwork'; import './o-clock';` },
      false,
    ],
  ] as const)
    it(`miss a starter file that is gone only when something imports it: ${what}`, () => {
      const { suite = '', file = '' }: { suite?: string; file?: string } = asking;
      const gone = { path: 'lib/clock.ts', owner: 'learner', starter: 'export {}', solution: '' } as const;
      const { missing } = attemptSources(
        { files: [gone], testModules: { 'tests/a.test.ts': suite } },
        { 'lib/a.ts': file },
      );
      assert.deepEqual(
        missing.map(error => error.file),
        isMissed ? ['lib/clock.ts'] : [],
      );
    });

  it('are refused as suites in the same way', () =>
    fc.assert(
      fc.property(oddSource, text => {
        const compiled = compileSuiteModule('tests/a.test.ts', text);
        assert.ok(compiled.ok || compiled.errors.length > 0);
      }),
      { numRuns: 300 },
    ));

  it('do not run code that a name smuggles in', () => {
    const { modules, errors } = compileAttempt({
      'a\nthrow 1//.ts': 'export {}',
      'a\u2028b.ts': 'export {}',
    });
    assert.deepEqual(Object.keys(modules), []);
    assert.deepEqual(
      errors.map(({ line, message }) => [line, message]),
      Array(2).fill([1, 'The name of this file holds a line break or a control character. Rename it.']),
    );
  });
});

describe('the code around a place', () => {
  it('is drawn for any place in any text, and is never long', () =>
    fc.assert(
      fc.property(
        fc.oneof(oddSource, oddText),
        fc.record({ line: fc.integer({ min: 1 }), column: fc.integer({ min: 1 }) }),
        fc.option(fc.record({ line: fc.integer({ min: 1 }), column: fc.integer({ min: 1 }) }), {
          nil: undefined,
        }),
        (text, start, end) => assert.ok(codeFrame(text, start, end).length < 5_000),
      ),
      { numRuns: 1_000 },
    ));

  it('is where the offset is', () =>
    fc.assert(
      fc.property(oddText, fc.nat(), (text, at) => {
        const offset = at % (text.length + 1);
        const { line, column } = placeOf(text, offset);
        assert.equal(
          text
            .split('\n')
            .slice(0, line - 1)
            .join('\n').length +
            (line > 1 ? 1 : 0) +
            column -
            1,
          offset,
        );
      }),
      { numRuns: 500 },
    ));

  it('of a long line is a window on it', () => {
    const text = `${'a'.repeat(1_000)}!${'b'.repeat(1_000)}`;
    const [line, marker] = codeFrame(text, { line: 1, column: 1_001 }).split('\n');
    assert.equal(line?.[marker?.indexOf('^') ?? 0], '!');
    assert.ok(line.length < 200);
  });
});
