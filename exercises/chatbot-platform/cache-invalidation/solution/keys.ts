import type { Query } from './types.ts';

/**
 * The key of a query in one version of its data set. JSON quotes and escapes every part, so two keys are equal only if
 * all parts are: joining with `:` would give `['a:b']` and `['a', 'b']` the same key, and one tenant the other's
 * figures. The version is inside, so a new version makes every older key unreachable without visiting one.
 *
 * O(length of the parts).
 */
export const keyOf = (query: Query, version: number): string =>
  JSON.stringify([query.dataset, version, ...query.params]);
