/** Where a user stands in a rollout, from 0 to 1: below the share, it is v2. The same user, the same place, on every server. */
export function placeOf(salt: string, userId: string): number {
  throw new Error(`not implemented: the place of ${userId} in ${salt}`);
}
