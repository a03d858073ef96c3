/** [0, 1), a new number each time. */
export type RandomStream = () => number;

/**
 * A stream that depends on the run's seed and on what it is for, so that running one check alone, or in another order,
 * draws the same numbers.
 */
export const randomStream = (seed: number, purpose: string): RandomStream => mulberry32(hash(purpose, seed));

/**
 * A stream for code that must not learn the seed from what it draws, because others draw from the same seed. The state of
 * the generator can be worked out from its numbers; from there back to the seed there is no way but to try all of them,
 * each through so many rounds that no run lasts long enough.
 */
export function oneWayStream(seed: number, purpose: string): RandomStream {
  let state = hash(purpose, 0);
  for (let round = 0; round < 64; round++) {
    let mixed = Math.imul((state + seed + Math.imul(round, 0x9e3779b9)) | 0, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    state ^= mixed ^ (mixed >>> 16); // what it was is fed forward, so that the round cannot be undone
  }
  return mulberry32(state);
}

/** FNV-1a over UTF-16 code units, started from the seed. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** Mulberry32 by Tommy Ettinger (public domain): 32 bits of state, full period, good enough for tests. */
function mulberry32(seed: number): RandomStream {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
