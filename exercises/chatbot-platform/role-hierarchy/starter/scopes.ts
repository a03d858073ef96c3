import type { Scope } from './types';

/** @throws RangeError if this is no scope */
export function checkScope(scope: Scope): void {
  throw new Error(`not implemented: checkScope ${scope}`);
}

/** Whether `wide` is `narrow` or lies above it. */
export function covers(wide: Scope, narrow: Scope): boolean {
  throw new Error(`not implemented: does ${wide} cover ${narrow}?`);
}
