/** When the data changes, by the clock. */
export interface Boundaries {
  readonly alignMs: number;
  readonly offsetMs: number;
}

/** The end of the hour: round up. */
export function nextBoundary(moment: number, { alignMs, offsetMs }: Boundaries): number {
  return Math.ceil((moment - offsetMs) / alignMs) * alignMs + offsetMs;
}

/**
 * The first moment at which an answer is no longer fresh. Its life is counted from the moment the load began: the
 * warehouse may have read the rows right then, and the seconds it took to send them have aged them.
 */
export function expiryOf(startedAt: number, ttlMs: number, boundaries: Boundaries | undefined): number {
  const byAge = startedAt + ttlMs;
  return boundaries ? Math.min(byAge, nextBoundary(startedAt, boundaries)) : byAge;
}
