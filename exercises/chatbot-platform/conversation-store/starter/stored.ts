import type { StoredConversations } from './types';

const notYet = (what: string): Promise<never> => Promise.reject(new Error(`not implemented: ${what}`));

export const stored: StoredConversations = {
  append: () => notYet('append'),
  branch: () => notYet('branch'),
  path: () => notYet('path'),
  page: () => notYet('page'),
  remove: () => notYet('remove'),
  search: () => notYet('search'),
};
