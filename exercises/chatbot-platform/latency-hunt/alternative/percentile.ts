import type { Percentile } from './types';

/** How many values stand before the wanted one; with whole numbers of any size. */
export function placesBefore(p: number, count: number): number {
  if (!(p >= 0 && p <= 100)) throw new RangeError(`${p} is no percentile.`);
  const parts = BigInt(Math.round(p * 1_000)) * BigInt(count);
  return parts === 0n ? 0 : Number((parts - 1n) / 100_000n);
}

/** Quickselect with three ways, around the middle one: O(n) for most lists, without sorting any. */
export const percentile: Percentile = (values, p) => {
  let place = placesBefore(p, values.length);
  let rest = values;
  for (;;) {
    const pivot = rest[rest.length >> 1];
    if (pivot === undefined) return undefined;
    const less = rest.filter(value => value < pivot);
    const more = rest.filter(value => value > pivot);
    const upToPivot = rest.length - more.length;
    if (place < less.length) rest = less;
    else if (place < upToPivot) return pivot;
    else {
      place -= upToPivot;
      rest = more;
    }
  }
};
