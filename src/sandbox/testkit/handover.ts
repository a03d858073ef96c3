import type { Deferred, Settled, Spy } from '../../../media/types/testkit';
import type { KitPowers } from './kitPowers';

/** @param requireStack throws where there is no room for `implementation`: then the call has not been made at all. */
export function createSpy<A extends unknown[], R>(
  { harden, requireStack }: Pick<KitPowers, 'harden' | 'requireStack'>,
  implementation: (...args: A) => R,
): Spy<A, R> {
  const calls: A[] = [];
  return harden({
    fn: (...args: A): R => {
      requireStack();
      calls.push(args);
      return implementation(...args);
    },
    calls: () => calls.map(args => [...args] as A),
    count: () => calls.length,
  });
}

export function createDeferred<T>(harden: KitPowers['harden']): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((succeed, fail) => {
    resolve = succeed;
    reject = fail;
  });
  return harden({ promise, resolve, reject });
}

export function standing<T>(
  { clock }: Pick<KitPowers, 'clock'>,
  promise: PromiseLike<T> | T,
): Promise<Settled<T>> {
  let outcome: Settled<T> = { state: 'pending' };
  // One adoption: a learner's thenable may answer differently each time.
  void (async () => promise)().then(
    value => (outcome = { state: 'fulfilled', value }),
    (reason: unknown) => (outcome = { state: 'rejected', reason }),
  );
  return clock.work(async () => {
    await clock.advance(0);
    return outcome;
  });
}
