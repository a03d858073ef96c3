import type { Param, Queryable, Result } from 'postgres-client';
import { InvalidTenantError, ScopeEndedError } from './errors';
import type { CreateTenants, TenantScope, Tenants } from './types';

/** The only code that holds the client. `#` hides it at run time too, which `private` does not. */
class Pool implements Tenants {
  readonly #db: Queryable;

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** Two round trips more than the work itself: the setting goes with the transaction, whatever becomes of that. */
  async run<T>(tenant: string, work: (scope: TenantScope) => Promise<T>): Promise<T> {
    if (!tenant) throw new InvalidTenantError(tenant);
    return this.#db.transaction(async tx => {
      await tx.query(`select set_config('app.tenant', $1, true)`, [tenant]); // true: until the end of the transaction
      const scope = new Scope(tenant, tx);
      try {
        const value = await work(scope);
        scope.assertSound();
        return value;
      } finally {
        scope.end();
      }
    });
  }
}

class Scope implements TenantScope {
  #tx: Queryable | null;
  #failure: { readonly error: unknown } | null = null;

  constructor(
    readonly tenant: string,
    tx: Queryable,
  ) {
    this.#tx = tx;
  }

  async query<Row>(sql: string, params?: readonly Param[]): Promise<Result<Row>> {
    if (!this.#tx) throw new ScopeEndedError(this.tenant);
    try {
      return await this.#tx.query<Row>(sql, params);
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    }
  }

  /** The commit of a transaction that has failed only says that it has, and not why. */
  assertSound(): void {
    if (this.#failure) throw this.#failure.error;
  }

  end(): void {
    this.#tx = null;
  }
}

export const createTenants: CreateTenants = db => Object.freeze(new Pool(db));
