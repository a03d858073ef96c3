/** Which keys count. Names only: the secrets stay with the signer. Plain data, so it can be stored as JSON. */
export interface KeyRing {
  /** Grows with each change, so that a server can tell a newer ring from one that was merely on its way for longer. */
  readonly version: number;
  readonly current: string;
  /** Every key that was current before. They stay listed after their end, so that none ever comes back. */
  readonly earlier: readonly EarlierKey[];
}

interface EarlierKey {
  readonly kid: string;
  /** Epoch milliseconds. */
  readonly goodUntil: number;
}

export const initialRing = (kid: string): KeyRing => ({ version: 0, current: kid, earlier: [] });

/** Whether a token that this key signed may be good at this moment: unless the key has been replaced. */
export const accepts = ({ earlier }: KeyRing, kid: string, now: number): boolean =>
  !earlier.some(key => key.kid === kid && now >= key.goodUntil);

/**
 * The ring after `to` has become the current key. Nothing in it ends later than it would have, so carrying the same
 * rotation out twice does no harm. `undefined` if `to` was replaced before.
 */
export function rotated(ring: KeyRing, to: string, graceMs: number, now: number): KeyRing | undefined {
  if (ring.earlier.some(({ kid }) => kid === to)) return undefined;
  const latest = now + graceMs;
  const earlier = ring.earlier.map(key => ({ ...key, goodUntil: Math.min(key.goodUntil, latest) }));
  if (to !== ring.current) earlier.push({ kid: ring.current, goodUntil: latest });
  return { version: ring.version + 1, current: to, earlier };
}
