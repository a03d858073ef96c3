import { CallTimeoutError } from './errors';
import type { Operation } from './types';

/** How an operation ended, as far as anybody still waits for it. The breaker decides what each kind means. */
export type Outcome<T> =
  | { readonly kind: 'succeeded'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timed-out'; readonly error: CallTimeoutError }
  | { readonly kind: 'cancelled'; readonly reason: unknown };

/**
 * Runs the operation with a signal of its own and waits for the first of: its end, the time-out, the caller's
 * cancellation. Think of an operation that throws before it returns a promise, one that never settles, one that
 * rejects the moment it hears of the abort, and one that settles a minute after nobody cares any more.
 */
export function runWithDeadline<T>(
  operation: Operation<T>,
  timeoutMs: number,
  caller?: AbortSignal,
): Promise<Outcome<T>> {
  throw new Error(
    `not implemented: run ${operation.name} for ${timeoutMs} ms${caller ? ' or until cancelled' : ''}`,
  );
}
