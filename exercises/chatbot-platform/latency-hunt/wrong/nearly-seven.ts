import type { Percentile } from './types';

/** The place of the p-th percentile among `count` values, counted from 1. */
export function nearestRank(p: number, count: number): number {
  if (!(p >= 0 && p <= 100)) throw new RangeError(`A percentile is between 0 and 100, not ${p}.`);
  return Math.max(1, Math.ceil((p / 100) * count));
}

/** O(n log n) */
export const percentile: Percentile = (values, p) => {
  const rank = nearestRank(p, values.length);
  return values.toSorted((a, b) => a - b)[rank - 1];
};
