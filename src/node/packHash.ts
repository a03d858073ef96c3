import { createHash } from 'node:crypto';

export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** SHA-256 in hex over paths, sorted, and the hashes of their contents: what a manifest names is enough to know it. */
export function hashOfFiles(hashes: Readonly<Record</* path */ string, /* hex */ string>>): string {
  const hash = createHash('sha256');
  // No path holds NUL, so no two packs give the same sequence.
  for (const path of Object.keys(hashes).sort()) hash.update(`${path}\0${hashes[path]}\0`);
  return hash.digest('hex');
}
