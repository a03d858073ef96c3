/**
 * Where a user stands in a rollout, from 0 to 1: below the share, it is v2. The same user, the same place, on every server,
 * and whoever is below 5 % is below 10 % too. Salt and user are separated by a character of their own, so that no two pairs
 * spell the same text.
 *
 * FNV-1a over UTF-16 units, then the finaliser of MurmurHash3, without which users with consecutive numbers would be
 * neighbours. O(length), no state.
 */
export function placeOf(salt: string, userId: string): number {
  let hash = 0x811c9dc5;
  const text = salt === '' ? '' : userId;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
