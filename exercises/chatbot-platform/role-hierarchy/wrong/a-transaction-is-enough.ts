import type { Database, Queryable } from 'postgres-client';
import { CycleError, UnknownRoleError } from './errors';
import { Hierarchy } from './hierarchy';
import { checkScope } from './scopes';
import type { StoredRoles } from './types';

/**
 * A closure table that counts, for each pair, the paths that lead from one to the other. A new edge adds the paths through
 * it, a removed one takes the same number away, and the pair ends when none is left. Counts are exact, whatever their size:
 * `numeric`, since forty diamonds on top of each other have more paths than a bigint can tell apart from others.
 */
const schema = [
  `create table role_closure (
    role text not null,
    ancestor text not null,
    paths numeric not null,
    primary key (role, ancestor)
  )`,
  'create index role_closure_by_ancestor on role_closure (ancestor) include (role)',
  'create index rules_by_permission on rules (permission)',
  'create index grants_by_role on grants (role)',
];

/** Paths that use the edge from $1 to $2: any from below to $1, times any from $2 upwards. None of them is a circle. */
const through = `
  select b.role, a.ancestor, b.paths * a.paths as paths
  from (select role, paths from role_closure where ancestor = $1 union all select $1, 1) b,
       (select ancestor, paths from role_closure where role = $2 union all select $2, 1) a`;

async function begin(tx: Queryable, role: string, from: string): Promise<void> {
  const { rows } = await tx.query<{ role: string }>('select role from roles where role = any ($1)', [
    [role, from],
  ]);
  for (const name of [role, from]) if (!rows.some(row => row.role === name)) throw new UnknownRoleError(name);
}

/** Only when there is a circle to report: reads all edges and walks them here. */
async function cycleThrough(tx: Queryable, role: string, from: string): Promise<string[]> {
  const { rows } = await tx.query<{ role: string; parent: string }>(
    `select role, parent from role_parents
     where role in (select $1 union all select ancestor from role_closure where role = $1)`,
    [from],
  );
  const hierarchy = new Hierarchy();
  for (const name of new Set(rows.flatMap(row => [row.role, row.parent]))) hierarchy.add(name);
  for (const row of rows) hierarchy.link(row.role, row.parent);
  return [role, ...(hierarchy.pathUp([from], at => at === role) ?? [])];
}

export const storedRoles: StoredRoles = {
  schema,

  inherit: (db: Database, role, from) =>
    db.transaction(async tx => {
      await begin(tx, role, from);
      const circle = await tx.query('select from role_closure where role = $1 and ancestor = $2', [
        from,
        role,
      ]);
      if (role === from) throw new CycleError([role, role]);
      if (circle.rowCount > 0) throw new CycleError(await cycleThrough(tx, role, from));
      const edge = await tx.query('insert into role_parents values ($1, $2) on conflict do nothing', [
        role,
        from,
      ]);
      if (edge.rowCount === 0) return;
      await tx.query(
        `insert into role_closure ${through}
         on conflict (role, ancestor) do update set paths = role_closure.paths + excluded.paths`,
        [role, from],
      );
    }),

  disinherit: (db: Database, role, from) =>
    db.transaction(async tx => {
      await begin(tx, role, from);
      const edge = await tx.query('delete from role_parents where role = $1 and parent = $2', [role, from]);
      if (edge.rowCount === 0) return;
      await tx.query(
        `update role_closure c set paths = c.paths - t.paths from (${through}) t
         where c.role = t.role and c.ancestor = t.ancestor`,
        [role, from],
      );
      await tx.query(
        `delete from role_closure where paths = 0 and ancestor in (
           select $1 union all select ancestor from role_closure where role = $1)`,
        [from],
      );
    }),

  async whoCan(db, permission, resource) {
    checkScope(resource);
    const { rows } = await db.query<{ user_id: string }>(
      `with counting as materialized (
         select role, effect from rules
         where permission = $1 and (scope = '' or scope = $2 or starts_with($2, scope || '/'))
       ), reached as (
         select role, effect from counting
         union all
         select c.role, r.effect from counting r join role_closure c on c.ancestor = r.role
       )
       select g.user_id from reached r join grants g on g.role = r.role
       where (g.starts_at is null or g.starts_at <= now()) and (g.ends_at is null or now() < g.ends_at)
       group by g.user_id
       having bool_and(r.effect = 'allow')`,
      [permission, resource],
    );
    return rows.map(row => row.user_id).sort(); // the database has an order of its own
  },
};
