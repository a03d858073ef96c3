import type { Predicate } from './types';

/** All of them, without constants inside. */
export function all(predicates: readonly Predicate[]): Predicate {
  throw new Error(`not implemented: all of ${predicates.length}`);
}
