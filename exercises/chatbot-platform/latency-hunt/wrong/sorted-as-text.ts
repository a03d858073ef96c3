import type { Percentile } from './types';

/**
 * The place of the p-th percentile among `count` values, counted from 1.
 *
 * In thousandths of a percent everything is a whole number. `p / 100 * count` would not do: 7 / 100 * 100 is a little more
 * than 7, and its ceiling is 8.
 */
export function nearestRank(p: number, count: number): number {
  if (!(p >= 0 && p <= 100)) throw new RangeError(`A percentile is between 0 and 100, not ${p}.`);
  return Math.max(1, Math.ceil((Math.round(p * 1_000) * count) / 100_000));
}

/** O(n log n) */
export const percentile: Percentile = (values, p) => {
  const rank = nearestRank(p, values.length);
  return values.toSorted()[rank - 1];
};
