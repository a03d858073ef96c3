import type { Queryable } from 'postgres-client';
import type { Audit, Leak, LeakKind } from './types';

/** Reads the catalog in several simple statements, and judges here. */
interface Table {
  readonly name: string;
  readonly enabled: boolean;
  readonly forced: boolean;
}

const isPublic = `relnamespace = 'public'::regnamespace`;

const rowsOf = async <Row>(db: Queryable, sql: string): Promise<Row[]> => (await db.query<Row>(sql)).rows;

/** `attnum`s as names: a column's number is of no use here, and an expression has none. */
const names = (numbers: string, table: string): string =>
  `array(select coalesce(a.attname::text, '') from unnest(${numbers}) with ordinality as n (attnum, place)
     left join pg_attribute a on a.attrelid = ${table} and a.attnum = n.attnum order by place)`;

async function tables(db: Queryable): Promise<Leak[]> {
  const all = await rowsOf<Table>(
    db,
    `select relname::text as name, relrowsecurity as enabled, relforcerowsecurity as forced
     from pg_class where ${isPublic} and relkind in ('r', 'p')`,
  );
  return all.flatMap(({ name, enabled, forced }): Leak[] => {
    if (!enabled) return [{ kind: 'not-enabled', name }];
    return forced ? [] : [{ kind: 'not-forced', name }];
  });
}

async function policies(db: Queryable): Promise<Leak[]> {
  const all = await rowsOf<{ name: string; using: string | null; with_check: string | null }>(
    db,
    `select tablename || '.' || policyname as name, qual as "using", with_check
     from pg_policies where schemaname = 'public' and permissive = 'PERMISSIVE'`,
  );
  return named(
    'open-policy',
    all.filter(({ using, with_check }) => using === 'true' || with_check === 'true'),
  );
}

async function views(db: Queryable): Promise<Leak[]> {
  const all = await rowsOf<{ name: string; kind: string; options: string[] | null }>(
    db,
    `select relname::text as name, relkind::text as kind, reloptions as options
     from pg_class where ${isPublic} and relkind in ('v', 'm')`,
  );
  const asCaller = (options: readonly string[] | null): boolean =>
    (options ?? []).some(option => /^security_invoker=(t|tr|tru|true|y|ye|yes|on|1)$/i.test(option));
  return named(
    'definer-view',
    all.filter(({ kind, options }) => kind === 'm' || !asCaller(options)),
  );
}

async function functions(db: Queryable): Promise<Leak[]> {
  const all = await rowsOf<{ name: string }>(
    db,
    `select distinct proname::text as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`,
  );
  return named('definer-function', all);
}

const ofCompanies = `exists (select from pg_attribute where attname = 'tenant_id' and not attisdropped and attrelid =`;

async function keys(db: Queryable): Promise<Leak[]> {
  const all = await rowsOf<{ name: string; columns: string[]; count: number }>(
    db,
    `select t.relname || '.' || i.relname as name, x.indnkeyatts::int as count, ${names('x.indkey', 't.oid')} as columns
     from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
     where t.${isPublic} and x.indisunique and ${ofCompanies} t.oid)
       and not exists (select from pg_inherits where inhrelid = i.oid)`,
  );
  return named(
    'shared-key',
    all.filter(({ columns, count }) => !columns.slice(0, count).includes('tenant_id')),
  );
}

async function references(db: Queryable): Promise<Leak[]> {
  const all = await rowsOf<{ name: string; own: string[]; theirs: string[] }>(
    db,
    `select t.relname || '.' || f.conname as name, ${names('f.conkey', 'f.conrelid')} as own,
       ${names('f.confkey', 'f.confrelid')} as theirs
     from pg_constraint f join pg_class t on t.oid = f.conrelid
     where t.${isPublic} and f.contype = 'f' and f.conparentid = 0 and ${ofCompanies} f.conrelid) and ${ofCompanies} f.confrelid)`,
  );
  const isApart = (own: readonly string[], theirs: readonly string[]): boolean =>
    own.some((column, i) => column === 'tenant_id' && theirs[i] === 'tenant_id');
  return named(
    'shared-reference',
    all.filter(({ own, theirs }) => !isApart(own, theirs)),
  );
}

const named = (kind: LeakKind, all: readonly { readonly name: string }[]): Leak[] =>
  all.map(({ name }) => ({ kind, name }));

export const audit: Audit = async db => {
  const leaks: Leak[] = [];
  for (const part of [tables, policies, views, functions, keys, references]) leaks.push(...(await part(db)));
  return leaks;
};
