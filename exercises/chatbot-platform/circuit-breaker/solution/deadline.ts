import { CallTimeoutError } from './errors';
import type { Operation } from './types';

/** How an operation ended, as far as anybody still waits for it. The breaker decides what each kind means. */
export type Outcome<T> =
  | { readonly kind: 'succeeded'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'timed-out'; readonly error: CallTimeoutError }
  | { readonly kind: 'cancelled'; readonly reason: unknown };

/**
 * Runs the operation now, and waits for the first of: its end, the time-out, the caller's cancellation. Never rejects.
 * Whatever comes first takes the timer and the listener away; whatever comes later finds nobody.
 */
export function runWithDeadline<T>(
  operation: Operation<T>,
  timeoutMs: number,
  caller?: AbortSignal,
): Promise<Outcome<T>> {
  return new Promise(resolve => {
    const controller = new AbortController();

    const end = (outcome: Outcome<T>): void => {
      clearTimeout(timer);
      caller?.removeEventListener('abort', cancel);
      resolve(outcome);
    };
    // The outcome is settled before the operation hears of it: one that answers the signal by rejecting with an
    // AbortError of its own must not win the race against the reason.
    const timer = setTimeout(() => {
      const error = new CallTimeoutError(timeoutMs);
      end({ kind: 'timed-out', error });
      controller.abort(error);
    }, timeoutMs);
    const cancel = (): void => {
      end({ kind: 'cancelled', reason: caller?.reason });
      controller.abort(caller?.reason);
    };
    caller?.addEventListener('abort', cancel, { once: true });

    // An async function turns a synchronous throw into a rejection. Handling both branches here also means that a
    // late rejection is never an unhandled one.
    const run = async (): Promise<T> => operation(controller.signal);
    run().then(
      value => end({ kind: 'succeeded', value }),
      (error: unknown) => end({ kind: 'failed', error }),
    );
  });
}
