import type { Scope } from './types';

/** @throws RangeError if this is no scope */
export function checkScope(scope: Scope): void {
  if (scope !== '' && scope.split('/').includes(''))
    throw new RangeError(`${JSON.stringify(scope)} is no scope: there is an empty segment in it`);
}

/** Whether `wide` is `narrow` or lies above it: whole segments, so `emea` does not cover `emea-test`. */
export const covers = (wide: Scope, narrow: Scope): boolean => wide === '' || narrow.startsWith(wide);

/** Those that lie below no other, sorted. O(n²) for the n scopes of one permission, which are few. */
export const widest = (scopes: ReadonlySet<Scope>): Scope[] =>
  [...scopes].filter(scope => ![...scopes].some(other => other !== scope && covers(other, scope))).sort();
