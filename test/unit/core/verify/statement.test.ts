import assert from 'node:assert/strict';
import type { Exercise } from '../../../../src/core/exercise';
import { checkStatement } from '../../../../src/core/verify/statement';
import { goodPack } from '../support/packs';

const [good] = goodPack().exercises;
const messages = (changes: Partial<Exercise>): string[] =>
  checkStatement({ ...good!, ...changes }).map(({ code, message }) => `${code}: ${message}`);

describe('the texts around an exercise', () => {
  it('are in order when nothing would make a reader stumble', () => assert.deepEqual(messages({}), []));

  it('describe their pictures', () => {
    assert.deepEqual(
      messages({ statement: 'Look: ![](media/a.svg) and ![ ](media/b.svg) ![Five servers](media/c.svg)' }),
      [
        'missing-alternative: The picture “media/a.svg” in question.md says nothing to who cannot see it.',
        'missing-alternative: The picture “media/b.svg” in question.md says nothing to who cannot see it.',
      ],
    );
  });

  it('mention requirements that exist, each text for itself', () => {
    const requirements = [{ id: 'R1', text: 'As R9 says.' }];
    assert.deepEqual(messages({ requirements, statement: 'See R1, **R2** and R2 again; `R3` is code.' }), [
      'unknown-requirement: Question.md mentions R2, which does not exist.',
      'unknown-requirement: Requirement R1 mentions R9, which does not exist.',
    ]);
  });

  it('spell requirements in one way', () => {
    const statement = 'By requirement 1, R 1, R-1 and r1.\n\n```ts\nconst r1 = 1;\n```\n';
    assert.deepEqual(messages({ statement }), [
      'misspelt-requirement: Question.md says “requirement 1”.',
      'misspelt-requirement: Question.md says “R 1”.',
      'misspelt-requirement: Question.md says “R-1”.',
      'misspelt-requirement: Question.md says “r1”.',
    ]);
  });

  it('leave time to build something', () => {
    assert.deepEqual(messages({ minutes: 15, statement: 'word '.repeat(1_200) }), [
      'long-statement: Reading question.md takes about 6 of the 15 minutes.',
    ]);
    assert.deepEqual(messages({ minutes: 15, statement: 'word '.repeat(1_190) }), []);
  });

  it('may be anything at all', () => assert.deepEqual(messages({ statement: '>'.repeat(20_000) }), []));
});
