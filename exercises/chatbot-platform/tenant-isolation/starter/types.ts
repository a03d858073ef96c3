import type { Param, Queryable, Result } from 'postgres-client';

/**
 * The contract. This file belongs to the exercise and is restored before every run; the hidden checks rely on what it
 * says, on `errors.ts` and `tables.ts`, and on nothing else.
 */

/**
 * `migration.ts` exports it: statements that turn the tables of `tables.ts`, with all the rows in them, into tables whose
 * companies are kept apart. A superuser runs them in this order, in one transaction. Afterwards tables, view and function
 * have the same names, columns, types, owners and privileges as before, and `messages` has `tenant_id text not null` as well.
 * Constraints, indexes and policies are yours to change, and view and function may be altered or replaced. More of anything
 * is up to you.
 */
export type Migration = readonly string[];

/** All that code for one company gets to see of the database. */
export interface TenantScope {
  /** Whose it is. */
  readonly tenant: string;
  /**
   * Runs one statement for this company, within the transaction of its run.
   * @throws ScopeEndedError once the run has ended; the statement is not sent then
   */
  query<Row = Record<string, unknown>>(sql: string, params?: readonly Param[]): Promise<Result<Row>>;
}

/** The way to the database for one process. There is no other: it keeps the client to itself. */
export interface Tenants {
  /**
   * Runs `work` for one company, in one transaction. Resolves to what `work` gives, once it is committed. When `work`
   * throws or rejects, everything is rolled back and the promise rejects with the same error. When it resolves although
   * statements have failed, those that the client refused (0A000) among them, the same happens with the error of the first.
   * All errors come as a rejection. Several runs may be under way at once, each with a scope of its own.
   *
   * @param tenant any text of at least one character, without U+0000 and lone surrogates. It is taken exactly as it is:
   * not trimmed, not folded, not interpreted. An id that no company has is no error: such a run finds no rows.
   * @throws InvalidTenantError for everything else, before `work` is called and before anything is sent
   */
  run<T>(tenant: string, work: (scope: TenantScope) => Promise<T>): Promise<T>;
}

/** `tenantScope.ts` exports it: `export const createTenants: CreateTenants = db => …`. `db` is never a transaction. */
export type CreateTenants = (db: Queryable) => Tenants;

/** What could let one company see another, by the catalog of the database. */
export type LeakKind =
  /** Row-level security is not enabled for this table. */
  | 'not-enabled'
  /** It is enabled, and not forced: the owner of the table sees all rows. */
  | 'not-forced'
  /** A permissive policy whose USING or WITH CHECK is the constant `true`. */
  | 'open-policy'
  /** A view that reads with the rights of its owner, or a materialized view. */
  | 'definer-view'
  /** A function (of triggers as well) or procedure with SECURITY DEFINER. */
  | 'definer-function'
  /** A primary key or other unique index of a table with `tenant_id` that could clash with a row of another company. */
  | 'shared-key'
  /** A foreign key between two tables with `tenant_id` that could lead to a row of another company. */
  | 'shared-reference';

export interface Leak {
  readonly kind: LeakKind;
  /**
   * The name of the table, view or function, as it is in the catalog, without schema and quotes. For a policy, an index or
   * a foreign key, the table and its name: `messages.everybody`.
   */
  readonly name: string;
}

/**
 * `audit.ts` exports it: `export const audit: Audit = async db => …`. Lists every leak of these kinds in the schema
 * `public`, in any order; equal entries, such as overloads of one name, once. It is to run in continuous integration, on a
 * database that has all migrations and no rows, as a role that may only look at the catalog.
 *
 * - Tables are ordinary ones, partitions among them, and partitioned ones.
 * - A key, partial or not, is safe if `tenant_id` itself is one of the columns that it makes unique; else it is listed.
 * - A foreign key is safe if one of its pairs is `tenant_id` on both sides; else it is listed.
 * - Partitions have keys and foreign keys of their own, which are listed. The copies that Postgres makes of those of a
 *   partitioned table, or of foreign keys to one, are not: the original is.
 * - A table without enabled row-level security is `not-enabled`, and not `not-forced` as well. Its policies, keys and
 *   foreign keys are listed all the same.
 */
export type Audit = (db: Queryable) => Promise<Leak[]>;
