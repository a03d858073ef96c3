import { ModelTimeoutError } from './errors';
import type { Model, Query } from './types';

export type CandidateResult =
  | { readonly ok: true; readonly label: string; readonly ms: number }
  | { readonly ok: false; readonly ms: number };

/** Asks the candidate, and waits no longer than `timeoutMs`. Never rejects, and leaves no timer behind. */
export async function askCandidate(model: Model, query: Query, timeoutMs: number): Promise<CandidateResult> {
  const controller = new AbortController();
  const startedAt = performance.now();
  let timer: TimerHandle | undefined;
  try {
    const label = await Promise.race([
      // Within `then`, so that throwing is rejecting.
      Promise.resolve().then(() => model(query, controller.signal)),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          const error = new ModelTimeoutError(timeoutMs);
          reject(error);
          controller.abort(error);
        }, timeoutMs);
      }),
    ]);
    return { ok: true, label, ms: performance.now() - startedAt };
  } catch {
    return { ok: false, ms: performance.now() - startedAt };
  } finally {
    clearTimeout(timer);
  }
}
