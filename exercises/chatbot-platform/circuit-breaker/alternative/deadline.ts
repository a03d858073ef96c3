import { CallTimeoutError } from './errors';
import type { Operation } from './types';

/** Resolves or rejects as the operation does, unless the deadline or the caller comes first. */
export async function withDeadline<T>(
  operation: Operation<T>,
  timeoutMs: number,
  caller: AbortSignal | undefined,
): Promise<T> {
  const controller = new AbortController();
  // Registered before the operation can register anything: on an abort, this one is heard first.
  const givenUp = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  const follow = (): void => controller.abort(caller?.reason);
  caller?.addEventListener('abort', follow, { once: true });
  const timer = setTimeout(() => controller.abort(new CallTimeoutError(timeoutMs)), timeoutMs);
  try {
    // `givenUp` stands first, so that it also wins against a rejection in the same moment.
    return await Promise.race([givenUp, operation(controller.signal)]);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', follow);
  }
}
