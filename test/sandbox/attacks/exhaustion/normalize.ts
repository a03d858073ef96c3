// timed out in withstands or out of memory in withstands or fails | International text functions on texts of a hundred megabytes.
export const answer = () => 'wrong';
export async function attack() {
  const text = '\u1e9b\u0323\ufdfa'.repeat(3e6);
  for (const form of ['NFD', 'NFKC', 'NFKD']) void text.normalize(form);
  for (;;) void [...new Intl.Segmenter('th', { granularity: 'word' }).segment(text)].length;
}
