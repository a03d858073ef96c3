import type { Queryable } from 'postgres-client';
import { CycleError, UnknownRoleError } from './errors';
import type { StoredRoles } from './types';

/**
 * A closure table without counts, with a row for each role and itself. When an edge goes, the rows of all that were below it
 * are made anew from the edges that are left.
 */
const schema = [
  `create table reaches (
     role text not null references roles on delete cascade,
     ancestor text not null references roles on delete cascade,
     primary key (ancestor, role)
   )`,
  'create index on reaches (role)',
  'create index on grants (role, user_id)',
  'create index on rules (permission, scope)',
];

const rowsOf = `
  with recursive walk (role, ancestor) as (
    select unnest($1::text[]), unnest($1::text[])
    union
    select walk.role, p.parent from walk join role_parents p on p.role = walk.ancestor
  )
  insert into reaches select role, ancestor from walk on conflict do nothing`;

async function lock(tx: Queryable, roles: readonly string[]): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(7261)');
  for (const role of roles) {
    const { rowCount } = await tx.query('select from roles where role = $1', [role]);
    if (rowCount === 0) throw new UnknownRoleError(role);
  }
}

async function descendants(tx: Queryable, role: string): Promise<string[]> {
  const { rows } = await tx.query<{ role: string }>('select role from reaches where ancestor = $1', [role]);
  return [...new Set([role, ...rows.map(row => row.role)])];
}

async function pathBack(tx: Queryable, from: string, to: string): Promise<string[] | undefined> {
  let paths = [[from]];
  const seen = new Set([from]);
  while (paths.length > 0) {
    const found = paths.find(path => path.at(-1) === to);
    if (found) return found;
    const ends = paths.map(path => path.at(-1)!);
    const { rows } = await tx.query<{ role: string; parent: string }>(
      'select role, parent from role_parents where role = any ($1)',
      [ends],
    );
    paths = rows.flatMap(({ role, parent }) => {
      if (seen.has(parent)) return [];
      seen.add(parent);
      return [[...paths.find(path => path.at(-1) === role)!, parent]];
    });
  }
  return undefined;
}

export const storedRoles: StoredRoles = {
  schema,
  inherit: (db, role, from) =>
    db.transaction(async tx => {
      await lock(tx, [role, from]);
      const back = await pathBack(tx, from, role);
      if (back) throw new CycleError([role, ...back]);
      await tx.query('insert into role_parents values ($1, $2) on conflict do nothing', [role, from]);
      await tx.query(rowsOf, [[from, ...(await descendants(tx, role))]]);
    }),
  disinherit: (db, role, from) =>
    db.transaction(async tx => {
      await lock(tx, [role, from]);
      await tx.query('delete from role_parents where role = $1 and parent = $2', [role, from]);
      const affected = await descendants(tx, role);
      await tx.query('delete from reaches where role = any ($1)', [affected]);
      await tx.query(rowsOf, [affected]);
    }),
  async whoCan(db, permission, resource) {
    const parts = resource.split('/');
    if (resource !== '' && parts.includes('')) throw new RangeError(`${resource} is no scope`);
    const wider = ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
    const { rows } = await db.query<{ user_id: string }>(
      `with holding as materialized (
         select coalesce(c.role, r.role) as role, bool_or(r.effect = 'deny') as denies
         from rules r left join lateral (
           select role from reaches where ancestor = r.role union select r.role
         ) c on true
         where r.permission = $1 and r.scope = any ($2::text[])
         group by 1
       )
       select g.user_id from holding h join grants g using (role)
       where coalesce(g.starts_at <= now(), true) and coalesce(g.ends_at > now(), true)
       group by g.user_id having not bool_or(h.denies)`,
      [permission, wider],
    );
    return rows.map(row => row.user_id).sort(); // the database has an order of its own
  },
};
