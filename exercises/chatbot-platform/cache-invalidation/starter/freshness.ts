/** An answer as it is stored. */
export interface Entry<V> {
  /** `undefined`: the warehouse has no such data. */
  readonly value: V | undefined;
  /** The first moment at which it is not fresh. */
  readonly expiresAt: number;
}

/**
 * What a read may do with a stored answer (R10 to R13): the time line in the question has four stretches.
 *
 * All rules about time in one place are easier to check than the same rules scattered over `get`. You will need the
 * options here; a class that is given them once, or a function that takes them, will both do.
 */
export type Phase = 'fresh' | 'due' | 'stale' | 'expired';

export function phaseOf<V>(entry: Entry<V>, now: number): Phase {
  throw new Error(
    `not implemented: what may be done at ${now} with an answer that expires at ${entry.expiresAt}`,
  );
}
