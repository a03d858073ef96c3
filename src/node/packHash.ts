import { createHash } from 'node:crypto';

/** SHA-256 in hex over paths, in this order, and their texts. */
export function hashOfTexts(paths: readonly string[], texts: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  // No path and no text holds NUL, so no two packs give the same sequence.
  for (const path of paths) hash.update(path).update('\0').update(texts.get(path)!).update('\0');
  return hash.digest('hex');
}
