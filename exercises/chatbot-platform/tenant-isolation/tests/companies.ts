import assert from 'node:assert/strict';
import type { Param, Queryable } from 'postgres-client';
import { migration } from '#attempt/migration.ts';
import { tables } from '#attempt/tables.ts';
import { createTenants } from '#attempt/tenantScope.ts';
import type { TenantScope, Tenants } from '#attempt/types.ts';
import { random, trace } from '#testkit';
import { postgres, type Admin } from '#services/postgres';

export const companies = 100;

/** Two users of each company, two conversations, four messages; each id says whose it is. */
const legacy = `
  insert into tenants select 'company-' || n, 'Company ' || n from generate_series(1, ${companies}) n;
  insert into users select format('u-%s-%s', n, k), 'company-' || n, format('user%s@company-%s.example', k, n)
    from generate_series(1, ${companies}) n, generate_series(1, 2) k;
  insert into conversations select format('c-%s-%s', n, k), 'company-' || n, format('u-%s-%s', n, k), format('Plan %s of company-%s', k, n)
    from generate_series(1, ${companies}) n, generate_series(1, 2) k;
  insert into messages select format('m-%s-%s-%s', n, k, j), format('c-%s-%s', n, k), format('Budget %s of company-%s', j, n), now() - j * interval '1 hour'
    from generate_series(1, ${companies}) n, generate_series(1, 2) k, generate_series(1, 2) j;`;

/** How many rows a statement gives or touches when the owner of the tables runs it. */
const asOwner = `
  create schema suite;
  grant usage on schema suite to learner;
  create function suite.as_owner(statement text) returns int language plpgsql security definer
    set search_path = public, pg_temp
    as $$ declare n int; begin execute statement; get diagnostics n = row_count; return n; end $$;
  alter function suite.as_owner owner to chat_owner;`;

/** The tables of the exercise with their rows, and what the learner makes of them. */
export async function migrated(admin: Admin): Promise<void> {
  await admin.exec(`${tables}; ${legacy}`);
  await admin.exec(['begin', ...migration, 'commit'].join('\n;\n'));
  await admin.exec(asOwner);
}

export const company = (n: number): string => `company-${n}`;
export const anyCompany = (): number => random.int(1, companies);

/** Two different ones. */
export function twoCompanies(): readonly [own: number, other: number] {
  const own = anyCompany();
  return [own, 1 + ((own - 1 + random.int(1, companies - 1)) % companies)];
}

export const app = (): Tenants => createTenants(postgres.client('app'));

/** Whose a row is, by every id and text in it. */
export const ownersIn = (rows: readonly unknown[]): string[] => [
  ...new Set(
    [...JSON.stringify(rows).matchAll(/\b(?:[ucm]-|company-|Company )(\d+)/g)].map(([, n]) =>
      company(Number(n)),
    ),
  ),
];

/** Asserts that rows are of one company alone, and draws how many of others there were. */
export function onlyOf(n: number, rows: readonly unknown[], what: string): void {
  const others = ownersIn(rows).filter(owner => owner !== company(n));
  trace.point('companies seen besides their own', others.length);
  trace.limit('companies seen besides their own', 0);
  assert.deepEqual(others, [], `${what}, for ${company(n)}: rows of other companies`);
}

export const rowsOf = async (
  scope: TenantScope,
  sql: string,
  params?: readonly Param[],
): Promise<unknown[]> => plain((await scope.query(sql, params)).rows);

/** Copies what a learner's object holds. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value ?? null)) as T;

export async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error ?? new Error('rejected with nothing');
  }
  return undefined;
}

/** SQLSTATE of an error of the database. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

export const texted = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : JSON.stringify(error);

export async function refused(work: () => unknown, what: string): Promise<string> {
  const error = await errorOf(work);
  assert.ok(error !== undefined, `${what} should be refused`);
  assert.match(
    codeOf(error),
    /^[0-9A-Z]{5}$/,
    `${what} should be refused by the database, but: ${texted(error)}`,
  );
  return codeOf(error);
}

/** No row is given or touched: it may be an empty answer, and an error of the database is fine as well. */
export async function nothing(db: Pick<Queryable, 'query'>, sql: string, what: string): Promise<void> {
  let rowCount = 0;
  const error = await errorOf(async () => {
    rowCount = (await db.query(sql)).rowCount;
  });
  if (error !== undefined)
    assert.match(codeOf(error), /^[0-9A-Z]{5}$/, `${what}: “${sql}” fails with ${texted(error)}`);
  trace.point('rows without a company', rowCount);
  trace.limit('rows without a company', 0);
  assert.equal(rowCount, 0, `${what}: rows of “${sql}”`);
}

/** All rows of all tables but those of one company, as the superuser sees them. */
export async function rowsOfOthers(than: string): Promise<unknown[]> {
  const { rows } = await postgres.query(
    `select 'tenants' as of, to_jsonb(t) as row from tenants t where id <> $1
     union all select 'users', to_jsonb(t) from users t where tenant_id <> $1
     union all select 'conversations', to_jsonb(t) from conversations t where tenant_id <> $1
     union all select 'messages', to_jsonb(t) from messages t where tenant_id <> $1
     order by 1, 2`,
    [than],
  );
  return rows;
}
