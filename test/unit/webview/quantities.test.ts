import assert from 'node:assert/strict';
import { roundSpans } from '../../../src/webview/quantities';

describe('the ticks of a time line', () => {
  it('are as far apart as people count', () => {
    const [second, minute, hour] = [1_000, 60_000, 3_600_000];
    assert.deepEqual(
      roundSpans.filter(span => span < second),
      [1, 2, 5, 10, 20, 50, 100, 200, 500],
    );
    assert.deepEqual(
      roundSpans.filter(span => span >= second && span <= 5 * hour),
      [
        ...[1, 2, 5, 10, 15, 30].map(count => count * second),
        ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
        ...[1, 2, 5].map(count => count * hour),
      ],
    );
    assert.deepEqual(
      roundSpans,
      roundSpans.toSorted((a, b) => a - b),
    );
  });
});
