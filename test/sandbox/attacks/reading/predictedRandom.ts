// fails | Works back from the numbers that it draws to the seed of the run, from which the suite draws too.
const unmix = state => (state - 0x6d2b79f5) | 0;
export const answer = () => 'wrong';
export async function attack() {
  const drawn = Array.from({ length: 4 }, () => Math.floor(Math.random() * 2 ** 32) >>> 0);
  // The seed of every run here is 1. A generator that began at a hash of it, undone, would show it.
  for (const purpose of ['judge/withstands/attempt', 'judge/withstands', 'load'])
    for (let guess = 0; guess < 4; guess++) {
      let hash = 0x811c9dc5 ^ guess;
      for (const letter of purpose) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
      let state = hash | 0;
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
      if ((mixed ^ (mixed >>> 14)) >>> 0 === drawn[0]) console.warn(`REACHED the seed: ${guess} ${unmix(state)}`);
    }
}
