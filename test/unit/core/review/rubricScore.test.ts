import assert from 'node:assert/strict';
import type { Score } from '../../../../src/core/review/review';
import { rubricScore } from '../../../../src/core/review/rubricScore';

const levels = ['good', 'good', 'great'] as const;
const weights = [3, 2, 2];
const scored = (...scores: (Score | null)[]) =>
  rubricScore(scores.map((score, i) => ({ score, weight: weights[i] ?? 1, level: levels[i] ?? 'good' })));

describe('the score of an answer', () => {
  it('is the sum of the weights of each level, a part of a point counting for half', () =>
    assert.deepEqual(scored('found', 'partly', 'partly'), {
      good: { got: 4, of: 5, floor: 3.5 },
      great: { got: 1, of: 2, floor: 1 },
      level: 'great',
    }));

  it('has no level before every point is judged', () =>
    assert.deepEqual(scored('found', 'found', null), {
      good: { got: 5, of: 5, floor: 3.5 },
      great: { got: 0, of: 2, floor: 1 },
      level: 'open',
    }));

  it('is good from seven tenths of what is expected, and great with half of the rest', () =>
    assert.deepEqual(
      [
        scored('found', 'missing', 'found'),
        scored('partly', 'found', 'partly'),
        scored('found', 'partly', 'missing'),
        scored('found', 'found', 'found'),
      ].map(({ level }) => level),
      ['not-yet', 'great', 'good', 'great'],
    ));

  it('does not call great what has no point that would mark it', () =>
    assert.equal(scored('found', 'found').level, 'good'));
});
