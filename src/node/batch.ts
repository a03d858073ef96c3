import { toError } from '../core/errors';
import type { RunReport } from '../core/run/report';
import type { Cancellation, RunRequest, SuiteRunner } from '../core/run/request';

/** What came of one item. A batch goes on when one of them cannot be run. */
export type Graded<T> =
  | { readonly kind: 'graded'; readonly index: number; readonly item: T; readonly report: RunReport }
  | { readonly kind: 'failed'; readonly index: number; readonly item: T; readonly error: Error };

export interface BatchOptions<T> {
  /** Reads the attempt; what it throws is the item's failure. Called when the item's turn has come, not before. */
  readonly requestFor: (item: T) => RunRequest | Promise<RunRequest>;
  /** How many runs go on at a time. The runner should keep as many children waiting. */
  readonly parallel: number;
  /** Nothing is begun any more, and what is running ends. */
  readonly signal?: Cancellation;
}

/**
 * Runs many attempts over one runner. Results come as they are ready, in any order: `index` says whose they are. A
 * consumer that is slow is waited for, so that no results pile up. Leaving the loop ends what is running.
 */
export async function* gradeBatch<T>(
  runner: Pick<SuiteRunner, 'run'>,
  items: Iterable<T>,
  { requestFor, parallel, signal }: BatchOptions<T>,
): AsyncGenerator<Graded<T>, void, undefined> {
  if (!Number.isInteger(parallel) || parallel < 1) throw new RangeError('parallel takes 1 or more.');
  const stop = new AbortController();
  const onAbort = (): void => stop.abort();
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) stop.abort();

  const rest = items[Symbol.iterator]();
  const running = new Map<number, Promise<Graded<T>>>();
  const begin = (index: number, item: T): Promise<Graded<T>> =>
    (async () => runner.run({ ...(await requestFor(item)), signal: stop.signal }))().then(
      report => ({ kind: 'graded', index, item, report }),
      (error: unknown) => ({ kind: 'failed', index, item, error: toError(error) }),
    );
  try {
    for (let index = 0; ;) {
      while (running.size < parallel && !stop.signal.aborted) {
        const next = rest.next();
        if (next.done) break;
        running.set(index, begin(index, next.value));
        index++;
      }
      if (running.size === 0) return;
      const graded = await Promise.race(running.values());
      running.delete(graded.index);
      if (!stop.signal.aborted) yield graded;
    }
  } finally {
    stop.abort();
    signal?.removeEventListener('abort', onAbort);
    await Promise.all(running.values());
  }
}
