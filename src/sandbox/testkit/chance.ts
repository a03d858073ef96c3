import type { Draw, Random } from '../../../media/types/testkit';
import { exponential } from './latencies';

export function createRandom(next: Draw): Random {
  const int = (min: number, max: number): number => {
    if (!Number.isInteger(min) || !Number.isInteger(max) || max < min)
      throw new RangeError(`random.int needs two integers in order, got ${min} and ${max}.`);
    return min + Math.floor(next() * (max - min + 1));
  };
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError('random.pick needs at least one item.');
    return items[int(0, items.length - 1)] as T;
  };
  /** Fisher and Yates. */
  const shuffle = <T>(items: readonly T[]): T[] => {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = int(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  };
  return {
    next,
    int,
    chance: probability => next() < probability,
    pick,
    shuffle,
    exponential: mean => exponential(next, mean),
  };
}
