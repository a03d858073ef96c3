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

/**
 * The first moment at which an answer is no longer fresh. Its life is counted from the moment the load began: the
 * warehouse may have read the rows right then, and the seconds it took to send them have aged them.
 */
export function expiryOf(startedAt: number, ttlMs: number, boundaries: Boundaries | undefined): number {
  const byAge = startedAt + ttlMs;
  return boundaries ? Math.min(byAge, nextBoundary(startedAt, boundaries)) : byAge;
}
