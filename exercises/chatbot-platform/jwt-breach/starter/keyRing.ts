/** Which keys count, by name. The secrets stay with the signer; this can lie in the store that all servers share. */
export interface KeyRing {
  /** The key that signs. */
  readonly current: string;
  // What else has to be remembered, so that an earlier key ends when it should and never comes back?
}

/** Whether a token signed by `kid` may be good at this moment. */
export function accepts(ring: KeyRing, kid: string, now: number): boolean {
  throw new Error(`not implemented: does ${ring.current} leave room for ${kid} at ${now}?`);
}

/** The ring after `to` has become the current key. What if a rotation is carried out twice, or in the grace of another? */
export function rotated(ring: KeyRing, to: string, graceMs: number, now: number): KeyRing {
  throw new Error(`not implemented: from ${ring.current} to ${to} at ${now}, with ${graceMs} ms of grace`);
}
