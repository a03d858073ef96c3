import type { Query } from './types.ts';

/** The usual `set:v2:part:part`, easy to read in a Redis console. */
export const keyOf = (query: Query, version: number): string =>
  [query.dataset, `v${version}`, ...query.params].join(':');
