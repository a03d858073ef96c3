import assert from 'node:assert/strict';
import { memorySource } from '../../../../src/core/pack/source';
import { finding, type Anchor, type Place } from '../../../../src/core/verify/finding';
import { Places } from '../../../../src/core/verify/places';

const yaml = `title: A title
requirements:
  R1: One.
  R2: Two.
wrong:
  - id: first
    caughtBy: [R1]
  - id: second
    caughtBy: [R2]
`;
const source = memorySource('pack', {
  'counter/exercise.yaml': yaml,
  'counter/tests/a.test.ts': "import x;\n\nit('R2 counts', () => {});\n",
  'broken/exercise.yaml': 'a: [',
});
const place = (
  at: Anchor,
  exercise = 'counter',
  given: typeof source | undefined = source,
): Place | undefined => new Places(exercise, given).placed(finding('code', 'Message.', 'Remedy.', at)).place;
const at = (file: string, line: number, column: number): Place => ({ file: `counter/${file}`, line, column });

describe('the places of findings', () => {
  it('are nodes of exercise.yaml, or the nearest around them', () => {
    assert.deepEqual(place({ yaml: ['requirements', 'R2'] }), at('exercise.yaml', 4, 7));
    assert.deepEqual(place({ yaml: ['wrong', 1] }), at('exercise.yaml', 8, 5));
    assert.deepEqual(place({ yaml: ['wrong', 1, 'alsoFails'] }), at('exercise.yaml', 8, 5));
    assert.deepEqual(place({ yaml: ['wrong', 7] }), at('exercise.yaml', 6, 3));
    assert.deepEqual(place({ yaml: ['nothing'] }), at('exercise.yaml', 1, 1));
  });

  it('are where a file says something, or where it begins', () => {
    assert.deepEqual(place({ file: 'tests/a.test.ts', text: 'R2 counts' }), at('tests/a.test.ts', 3, 5));
    assert.deepEqual(place({ file: 'tests/a.test.ts', text: 'put together' }), at('tests/a.test.ts', 1, 1));
    assert.deepEqual(place({ file: 'tests/a.test.ts', line: 2 }), at('tests/a.test.ts', 2, 1));
  });

  it('are unknown where there is no such file, and need no sound YAML', () => {
    assert.equal(place({ file: 'question.md', text: 'R9' }), undefined);
    const without = new Places('counter', undefined).placed(finding('a', 'b', 'c', { yaml: ['wrong'] }));
    assert.equal(without.place, undefined);
    assert.deepEqual(place({ yaml: ['wrong', 0] }, 'broken'), {
      ...{ file: 'broken/exercise.yaml', line: 1, column: 1 },
    });
    assert.equal('place' in new Places('counter', source).placed(finding('a', 'b', 'c')), false);
  });
});
