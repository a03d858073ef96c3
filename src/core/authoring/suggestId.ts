/** Characters of an id. */
const longest = 64;
/** Kept free for a number that tells it from others. */
const room = 4;

/**
 * An id made of the words of a title, unlike those that are taken. Empty when no word can be spelt with the letters of
 * an id.
 */
export function suggestId(title: string, taken: readonly string[] = []): string {
  const base = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, longest - room)
    .replace(/-+$/, '');
  if (base === '' || !taken.includes(base)) return base;
  for (let number = 2; ; number++) {
    const id = `${base}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
