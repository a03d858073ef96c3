import type { Indexes } from './types';

/** One or two statements: `create index … on conversations (…)`. */
export const indexes: Indexes = [];
