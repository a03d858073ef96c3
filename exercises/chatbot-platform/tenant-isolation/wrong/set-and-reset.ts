import type { Param, Queryable, Result } from 'postgres-client';
import { InvalidTenantError, ScopeEndedError } from './errors';
import type { CreateTenants, TenantScope, Tenants } from './types';

/** The only code that holds the client. `#` hides it at run time too, which `private` does not. */
class Pool implements Tenants {
  readonly #db: Queryable;

  constructor(db: Queryable) {
    this.#db = db;
  }

  async run<T>(tenant: string, work: (scope: TenantScope) => Promise<T>): Promise<T> {
    if (typeof tenant !== 'string' || tenant === '' || tenant.includes('\0'))
      throw new InvalidTenantError(tenant);
    await this.#db.query(`select set_config('app.tenant', $1, false)`, [tenant]);
    const scope = new Scope(tenant, this.#db);
    try {
      return await work(scope);
    } finally {
      scope.end();
      await this.#db.query(`select set_config('app.tenant', '', false)`);
    }
  }
}

class Scope implements TenantScope {
  #tx: Queryable | null;

  constructor(
    readonly tenant: string,
    tx: Queryable,
  ) {
    this.#tx = tx;
  }

  async query<Row>(sql: string, params?: readonly Param[]): Promise<Result<Row>> {
    if (!this.#tx) throw new ScopeEndedError(this.tenant);
    return this.#tx.query<Row>(sql, params);
  }

  end(): void {
    this.#tx = null;
  }
}

export const createTenants: CreateTenants = db => Object.freeze(new Pool(db));
