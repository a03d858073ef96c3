import type { Indexes } from './types';

/**
 * What is compared with `=` comes first, then the columns of the order, in that order, down to the one that makes it
 * unambiguous. Then the first twenty entries are the answer, and nobody reads or sorts the rest.
 */
export const indexes: Indexes = [
  // All in one direction: read backwards it would serve as well, so `desc` is for the reader.
  'create index conversations_history on conversations (user_id, created_at desc, id desc)',
  // Two directions: one of them has to be said. Who does not wait is not in it, which spares nine writes of ten.
  `create index conversations_queue on conversations (team_id, priority, created_at, id)
   where status = 'waiting'`,
];
