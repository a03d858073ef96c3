import type { Indexes } from './types';

/** Both are read backwards: what is descending in the order is ascending here, and the other way round. */
export const indexes: Indexes = [
  'create index history_backwards on conversations (user_id, created_at, id) include (title)',
  'create index queue_backwards on conversations (status, team_id, priority, created_at desc, id desc)',
];
