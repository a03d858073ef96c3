import type { Model, Query } from './types';

export type CandidateResult =
  | { readonly ok: true; readonly label: string; readonly ms: number }
  | { readonly ok: false; readonly ms: number };

/**
 * Asks the candidate, and waits no longer than `timeoutMs`. Think of one that throws before it returns a promise, one that
 * never settles, and of the timer when all went well.
 */
export function askCandidate(model: Model, query: Query, timeoutMs: number): Promise<CandidateResult> {
  throw new Error(`not implemented: ask ${model.name} about ${query.id} for ${timeoutMs} ms`);
}
