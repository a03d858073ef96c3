import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Exercise, Pack } from '../../../../src/core/exercise';
import { buildPack } from '../../../../src/core/pack/buildPack';
import { parsePack } from '../../../../src/core/pack/parsePack';
import { memorySource } from '../../../../src/core/pack/source';
import { counter, discussedFiles, goodFiles } from '../support/packs';

const compile = (path: string, text: string): string => `/* ${path} */ ${text}`;
const drawn = memorySource('test/packs/good', { ...goodFiles, 'counter/media/ring.svg': '<svg/>' });
const goodPack = (): Pack => parsePack(drawn).pack!;

describe('a built pack', () => {
  const files = buildPack(goodPack(), compile);

  it('holds what a learner needs and nothing else', () => {
    assert.deepEqual(Object.keys(files).sort(), [
      'counter/discussion/durability.md',
      'counter/discussion/durability.model.md',
      'counter/exercise.yaml',
      'counter/media/ring.svg',
      'counter/production.md',
      'counter/question.md',
      'counter/solution/counter.ts',
      'counter/starter/counter.ts',
      'counter/starter/types.ts',
      'counter/tests/basics.test.js',
      'counter/tests/ceiling.test.js',
      'counter/tests/playground.js',
      'counter/tests/support.js',
      'pack.yaml',
    ]);
  });

  it('says nothing of wrong variants and alternatives', () => {
    const everything = JSON.stringify(files);
    for (const secret of ['no-ceiling', 'caughtBy', 'as-class', 'BoundedCounter'])
      assert.ok(!everything.includes(secret));
  });

  it('is read back as the same pack', () => {
    const { pack, problems } = parsePack(memorySource('test/packs/good', files));
    assert.deepEqual(problems, []);
    assert.deepEqual(pack, builtFrom(goodPack()));
  });

  it('is read back without code as well', () => {
    const paper = memorySource('test/packs/discussed', discussedFiles);
    const { pack } = parsePack(paper);
    assert.ok(pack);
    const built = buildPack(pack, compile);
    assert.deepEqual(Object.keys(built).sort(), Object.keys(discussedFiles).sort());
    assert.deepEqual(parsePack(memorySource('test/packs/discussed', built)), { pack, problems: [] });
  });

  it('is read back whatever the texts are', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map(s => `x${s.replaceAll(/\s+/g, ' ').trim()}`);
    const lines = fc.array(text, { minLength: 1 }).map(parts => parts.join('\n'));
    fc.assert(
      fc.property(
        text,
        lines,
        fc.constantFrom('yes', '1.0', '- a', '&a b', '*a', 'a: b', '# c', "'", '"', '|'),
        (title, body, odd) => {
          const exercise: Exercise = {
            ...counter(),
            title,
            summary: odd,
            hints: [{ title: odd, text: body }],
            requirements: [
              { id: 'R1', text: odd },
              { id: 'R2', text: odd },
              { id: 'R3', text: title },
            ],
          };
          const pack = { ...goodPack(), exercises: [exercise] };
          const read = parsePack(memorySource('test/packs/good', buildPack(pack, compile)));
          assert.deepEqual(read, { pack: builtFrom(pack), problems: [] });
        },
      ),
    );
  });
});

/** What becomes of a pack by building it. */
const builtFrom = (pack: Pack): Pack => ({
  ...pack,
  exercises: pack.exercises.map(exercise => ({
    ...exercise,
    suites: exercise.suites.map(suite => ({ ...suite, entry: suite.entry.replace(/\.ts$/, '.js') })),
    testModules: Object.fromEntries(
      Object.entries(exercise.testModules).map(([path, text]) => [
        path.replace(/\.ts$/, '.js'),
        compile(path, text),
      ]),
    ),
    wrong: [],
    alternatives: [],
    playground: exercise.playground && { ...exercise.playground, entry: 'tests/playground.js' },
  })),
});
