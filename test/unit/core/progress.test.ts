import assert from 'node:assert/strict';
import { applyAnswers, freshExercise, type ExerciseProgress } from '../../../src/core/progress';
import { counter, discussedPack } from './support/packs';

const feed = discussedPack().exercises[0]!;
const begun: ExerciseProgress = { ...freshExercise, startedAt: 5 };
const reviewed: ExerciseProgress = { ...begun, claimed: ['fan-out/cost', 'deletion/copies'] };

describe('answers in writing', () => {
  const after = (entry: ExerciseProgress, answered: readonly string[], showsRubrics = true) =>
    applyAnswers(entry, feed, answered, showsRubrics, 9);

  it('begin an exercise without suites', () => {
    assert.deepEqual(after(freshExercise, ['fan-out']), { ...freshExercise, startedAt: 9 });
    assert.equal(after(freshExercise, []), freshExercise);
  });

  it('pass it when all are there and reviewed by the learner', () => {
    const both = ['fan-out', 'deletion'];
    assert.deepEqual(after(reviewed, both), { ...reviewed, firstPassAt: 9 });
    assert.equal(after(reviewed, ['fan-out']), reviewed);
    const half = { ...begun, claimed: ['fan-out/cost', 'fan-out/famous'] };
    assert.equal(after(half, both), half);
  });

  it('pass it without a review where the rubrics are not shown', () => {
    assert.deepEqual(after(begun, ['fan-out', 'deletion'], false), { ...begun, firstPassAt: 9 });
    assert.equal(after(begun, ['deletion'], false), begun);
  });

  it('never take a pass back, nor move it', () => {
    const passed = { ...begun, firstPassAt: 7 };
    assert.equal(after(passed, ['fan-out']), passed);
    assert.equal(after({ ...reviewed, firstPassAt: 7 }, ['fan-out', 'deletion']).firstPassAt, 7);
  });

  it('mean nothing where suites decide', () => {
    const entry = { ...begun, claimed: ['durability/loss'] };
    assert.equal(applyAnswers(entry, counter(), ['durability'], true, 9), entry);
  });
});
