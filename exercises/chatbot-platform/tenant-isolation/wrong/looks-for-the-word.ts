import type { Audit, Leak } from './types';

/**
 * One statement over the catalog; its cost depends on the number of tables and constraints, not on rows.
 */
const leaks = `
  with tables as (
    select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attnum as tenant
    from pg_class c
    left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  )
  select 'not-enabled' as kind, relname::text as name from tables where not relrowsecurity
  union all
  select 'not-forced', relname from tables where relrowsecurity and not relforcerowsecurity
  union all
  select 'open-policy', t.relname || '.' || p.polname
  from tables t join pg_policy p on p.polrelid = t.oid
  where p.polpermissive
    and 'true' in (pg_get_expr(p.polqual, t.oid), pg_get_expr(p.polwithcheck, t.oid))
  union all
  select 'definer-view', c.relname
  from pg_class c
  where c.relnamespace = 'public'::regnamespace
    and (c.relkind = 'm' or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false))
  union all
  select distinct 'definer-function', proname
  from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
  union all
  select 'shared-key', t.relname || '.' || x.relname
  from tables t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid
  where i.indisunique and not x.relispartition and t.tenant <> all (i.indkey::smallint[])
  union all
  select 'shared-reference', t.relname || '.' || f.conname
  from pg_constraint f
  join tables t on t.oid = f.conrelid and t.tenant is not null
  join tables r on r.oid = f.confrelid and r.tenant is not null
  where f.contype = 'f' and f.conparentid = 0
    and (t.tenant <> all (f.conkey) or r.tenant <> all (f.confkey))`;

export const audit: Audit = async db => (await db.query<Leak>(leaks)).rows;
