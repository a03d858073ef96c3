import type { StoredRoles } from './types';

export const storedRoles: StoredRoles = {
  // `create table …`, `create index …`, perhaps an `insert`: what you need beside the tables of tables.ts.
  schema: [],

  inherit: (_db, role, from) => Promise.reject(new Error(`not implemented: ${role} inherits from ${from}`)),

  disinherit: (_db, role, from) => Promise.reject(new Error(`not implemented: ${role} and ${from} part`)),

  whoCan: (_db, permission, resource) =>
    Promise.reject(new Error(`not implemented: ${permission} on ${resource}`)),
};
