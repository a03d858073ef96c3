import type { Queryable } from 'postgres-client';
import { InvalidTenantError, ScopeEndedError } from './errors';
import type { CreateTenants, TenantScope } from './types';

/** SET takes no parameters, so the text becomes a literal: `E''` where a backslash is doubled as well as a quote. */
const literal = (text: string): string => `E'${text.replace(/['\\]/g, '$&$&')}'`;

/** Closures instead of classes: what is not returned cannot be reached. */
interface Held {
  readonly scope: TenantScope;
  /** Of every statement that failed, the first one first. */
  readonly errors: readonly unknown[];
  readonly end: () => void;
}

function scopeOf(tenant: string, tx: Queryable): Held {
  let hasEnded = false;
  const errors: unknown[] = [];
  const scope: TenantScope = {
    tenant,
    query(sql, params) {
      if (hasEnded) return Promise.reject(new ScopeEndedError(tenant));
      const result = tx.query<never>(sql, params);
      result.catch((error: unknown) => errors.push(error));
      return result;
    },
  };
  return { scope: Object.freeze(scope), errors, end: () => void (hasEnded = true) };
}

/** Iterating puts the two halves of a pair together; what is still a half stands alone. */
const isWhole = (text: string): boolean =>
  Array.from(text).every(character => character.length > 1 || !/[\ud800-\udfff]/.test(character));

export const createTenants: CreateTenants = db => ({
  async run(tenant, work) {
    if (typeof tenant !== 'string' || tenant.length === 0 || tenant.includes('\0') || !isWhole(tenant))
      throw new InvalidTenantError(tenant);
    return db.transaction(async tx => {
      await tx.query(`set local chat.company = ${literal(tenant)}`);
      const { scope, errors, end } = scopeOf(tenant, tx);
      const value = await Promise.resolve(scope).then(work).finally(end);
      if (errors.length > 0) throw errors[0];
      return value;
    });
  },
});
