/** When the data changes, by the clock. */
export interface Boundaries {
  readonly alignMs: number;
  readonly offsetMs: number;
}

/**
 * The first boundary strictly after `moment`. Strictly, because at 11:00:00.000 the new data is there: an answer
 * loaded in that millisecond belongs to the new hour. Rounding up with `Math.ceil` would end its life at birth.
 */
export function nextBoundary(moment: number, { alignMs, offsetMs }: Boundaries): number {
  const periods = Math.floor((moment - offsetMs) / alignMs);
  return (periods + 1) * alignMs + offsetMs;
}

/** The data changes every hour, so an answer may live for an hour. */
export function expiryOf(startedAt: number, ttlMs: number, boundaries: Boundaries | undefined): number {
  return startedAt + Math.min(ttlMs, boundaries?.alignMs ?? Infinity);
}
