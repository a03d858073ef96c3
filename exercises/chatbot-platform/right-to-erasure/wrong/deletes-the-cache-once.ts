import type { Certificate, DataStore, ErasureState, ErasureStatus } from './types';

/** How far one store is, in the present round. */
export interface Step {
  /** Set when the store was found to be empty. */
  readonly emptyAt?: number;
  readonly failures: number;
  readonly notBefore: number;
}

export interface Erasure {
  readonly state: ErasureState;
  /** Only as long as somebody has work to do: a completed erasure does not know whose it was. */
  readonly subject?: string;
  readonly requestedAt: number;
  /** One more with each restore. What was seen in an earlier round proves nothing about this one. */
  readonly round: number;
  readonly steps: Readonly<Record<string, Step>>;
  readonly certificate?: Certificate;
}

/** All that the ledger knows of a subject, under the subject's pseudonym. */
export interface SubjectRecord {
  readonly holds: readonly string[];
  readonly erasure?: Erasure;
}

export const untouched: Step = { failures: 0, notBefore: 0 };

export const stepOf = (erasure: Erasure, store: string): Step => erasure.steps[store] ?? untouched;

export const isEmptied = (erasure: Erasure, store: string): boolean =>
  stepOf(erasure, store).emptyAt !== undefined;

export const withStep = (erasure: Erasure, store: string, step: Step): Erasure => ({
  ...erasure,
  steps: { ...erasure.steps, [store]: step },
});

/** Whether nothing but time and its owner's health keeps this store from being emptied for good. O(stores). */
export function isReady(
  erasure: Erasure,
  store: DataStore,
  stores: readonly DataStore[],
  now: number,
): boolean {
  const { emptyAt, notBefore } = stepOf(erasure, store.name);
  if (emptyAt !== undefined || now < notBefore) return false;
  if (stores.some(({ foundThrough, name }) => foundThrough === store.name && !isEmptied(erasure, name)))
    return false;
  if (!store.copiesFrom) return true;
  return isEmptied(erasure, store.copiesFrom.store);
}

/** The stores themselves, and those into which somebody may have copied from them since. */
export function reached(names: readonly string[], stores: readonly DataStore[]): ReadonlySet<string> {
  const all = new Set(names);
  // A set goes on with what is added while it is gone through.
  for (const name of all)
    for (const store of stores) if (store.copiesFrom?.store === name) all.add(store.name);
  return all;
}

/** Data came back: what was seen before is worth nothing for these stores. Failures count anew for all, pauses last. */
export function reopened(erasure: Erasure, subject: string, names: ReadonlySet<string>): Erasure {
  const { requestedAt, round } = erasure;
  const steps = Object.entries(erasure.steps).map(([name, step]): [string, Step] => [
    name,
    step.emptyAt !== undefined && !names.has(name) ? step : { failures: 0, notBefore: step.notBefore },
  ]);
  return { state: 'purging', subject, requestedAt, round: round + 1, steps: Object.fromEntries(steps) };
}

/** Complete, and without anything that names the subject. */
export function sealed(erasure: Erasure, certificate: Certificate): Erasure {
  const { subject: _, ...rest } = erasure;
  return { ...rest, state: 'completed', certificate };
}

export function statusOf(
  reference: string,
  { holds, erasure }: SubjectRecord,
  times: { readonly graceMs: number; readonly deadlineMs: number },
): ErasureStatus | undefined {
  if (!erasure) return undefined;
  const { state, requestedAt } = erasure;
  const [graceEndsAt, deadlineAt] = [requestedAt + times.graceMs, requestedAt + times.deadlineMs];
  return { reference, state, requestedAt, graceEndsAt, deadlineAt, holds };
}
