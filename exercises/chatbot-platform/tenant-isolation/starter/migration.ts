import type { Migration } from './types';

// `alter table …`, `create policy …`: run once, in this order and in one transaction, on the tables of tables.ts.
export const migration: Migration = [];
