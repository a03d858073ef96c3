/** When the data changes, by the clock: `alignMs` and `offsetMs` of the options. */
export interface Boundaries {
  readonly alignMs: number;
  readonly offsetMs: number;
}

/**
 * The first moment at which an answer is no longer fresh (R3, R4).
 *
 * Work out by hand for hourly boundaries: a load that began at 10:59:59, at 11:00:00 sharp, and at 11:04:59 with an
 * offset of five minutes.
 */
export function expiryOf(startedAt: number, ttlMs: number, boundaries: Boundaries | undefined): number {
  throw new Error(`not implemented: the expiry of ${startedAt} with ${ttlMs} and ${boundaries?.alignMs}`);
}
