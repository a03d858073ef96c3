import type { Query } from './types.ts';

/**
 * One string for one query in one version of its data set (R2, R9).
 *
 * Joining the parts with a separator is not enough: any string may be a parameter, so any separator may be in one. And
 * if the version is part of the key, what happens to all older keys when it changes?
 */
export function keyOf(query: Query, version: number): string {
  throw new Error(`not implemented: the key of ${query.dataset} in version ${version}`);
}
