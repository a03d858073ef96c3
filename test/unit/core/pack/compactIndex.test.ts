import assert from 'node:assert/strict';
import fc from 'fast-check';
import { difficulties, skills } from '../../../../src/core/exercise';
import { compact, expand } from '../../../../src/core/pack/compactIndex';
import { indexOf, type ExerciseCard, type PackIndex } from '../../../../src/core/pack/packIndex';
import { defaultReveal } from '../../../../src/core/pack/readReveal';
import { discussedPack, goodPack } from '../support/packs';

const stored = (index: PackIndex): unknown => JSON.parse(JSON.stringify(compact(index)));

const anyCard = (pack: string): fc.Arbitrary<ExerciseCard> =>
  fc.record({
    pack: fc.constant(pack),
    id: fc.string(),
    title: fc.string({ unit: 'grapheme' }),
    summary: fc.string(),
    difficulty: fc.constantFrom(...difficulties),
    minutes: fc.nat(600),
    skills: fc.subarray([...skills]),
    prerequisites: fc.array(fc.string()),
    reveal: fc.constantFrom(
      defaultReveal,
      { ...defaultReveal, solution: { at: 'never' as const } },
      { ...defaultReveal, model: { at: 'after-runs' as const, runs: 7 } },
    ),
    requirements: fc.nat(20),
    files: fc.array(
      fc.record({ path: fc.string(), owner: fc.constantFrom('learner' as const, 'exercise' as const) }),
    ),
    suites: fc.array(fc.record({ id: fc.string(), title: fc.string() })),
    discussions: fc.array(fc.record({ id: fc.string(), title: fc.string(), minutes: fc.nat(120) })),
  });

describe('an index without keys', () => {
  it('says the same', () => {
    for (const index of [goodPack(), discussedPack()].map(indexOf))
      assert.deepEqual(expand(stored(index)), index);
    fc.assert(
      fc.property(fc.array(anyCard('good'), { maxLength: 4 }), made => {
        // fast-check makes objects without a prototype.
        const exercises = JSON.parse(JSON.stringify(made)) as ExerciseCard[];
        const index = { ...indexOf(goodPack()), exercises };
        assert.deepEqual(expand(stored(index)), index);
      }),
      { numRuns: 60 },
    );
  });

  it('is none when anything in it is of another kind', () => {
    const whole = JSON.stringify(stored(indexOf(goodPack())));
    const damaged = [
      '"core"',
      '[]',
      '{}',
      'null',
      whole.replace('"Count what happens"', '7'),
      whole.replace('"Count what happens"', 'null'),
      whole.replace('"counter.ts",0', '"counter.ts",9'),
      whole.replace('"at":"after-pass"', '"at":"sometime"'),
      whole.replace('"good"', '["good"]'),
    ];
    for (const text of damaged) {
      assert.notEqual(text, whole);
      assert.equal(expand(JSON.parse(text)), undefined, text.slice(0, 80));
    }
  });
});
