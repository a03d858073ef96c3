/**
 * Entries within a bound on their bytes; the least recently used leave first (R14, R15).
 *
 * Look for one place where bytes are added and one where they are given back. Every other arrangement leaks, sooner or
 * later. What must hold at every moment, also half-way through `set`?
 */
export class ByteBoundedLru<E> {
  constructor(readonly maxBytes: number) {}

  get bytes(): number {
    throw new Error('not implemented: the bytes of all entries');
  }

  get evictions(): number {
    throw new Error('not implemented: how many entries had to leave');
  }

  /** Looks without using. */
  peek(key: string): E | undefined {
    throw new Error(`not implemented: looking for ${key}`);
  }

  /** Makes it the most recently used. */
  use(key: string): void {
    throw new Error(`not implemented: using ${key}`);
  }

  /** Replaces what the key held. */
  set(key: string, entry: E, bytes: number): void {
    throw new Error(`not implemented: storing ${bytes} bytes for ${key} beside ${typeof entry}`);
  }

  delete(key: string): void {
    throw new Error(`not implemented: removing ${key}`);
  }
}
