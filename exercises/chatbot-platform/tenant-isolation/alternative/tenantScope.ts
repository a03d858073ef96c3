import type { Queryable } from 'postgres-client';
import { InvalidTenantError, ScopeEndedError } from './errors';
import type { CreateTenants, TenantScope } from './types';

/** SET takes no parameters, so the text becomes a literal: `E''` where a backslash is doubled as well as a quote. */
const literal = (text: string): string => `E'${text.replace(/['\\]/g, '$&$&')}'`;

/** Closures instead of classes: what is not returned cannot be reached. */
function scopeOf(tenant: string, tx: Queryable): { readonly scope: TenantScope; readonly end: () => void } {
  let hasEnded = false;
  const scope: TenantScope = {
    tenant,
    query: (sql, params) => (hasEnded ? Promise.reject(new ScopeEndedError(tenant)) : tx.query(sql, params)),
  };
  return { scope: Object.freeze(scope), end: () => void (hasEnded = true) };
}

export const createTenants: CreateTenants = db => ({
  async run(tenant, work) {
    if (typeof tenant !== 'string' || tenant.length === 0 || tenant.includes('\0'))
      throw new InvalidTenantError(tenant);
    return db.transaction(async tx => {
      await tx.query(`set local chat.company = ${literal(tenant)}`);
      const { scope, end } = scopeOf(tenant, tx);
      return Promise.resolve(scope).then(work).finally(end);
    });
  },
});
