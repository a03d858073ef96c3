interface Held<E> {
  readonly entry: E;
  readonly bytes: number;
}

/**
 * Entries within a bound on their bytes; the least recently used leave first. A `Map` iterates in order of insertion,
 * so putting a key in again makes it the newest and the first key is the oldest. All operations are O(1), `set` plus
 * one step for each entry that has to leave.
 */
export class ByteBoundedLru<E> {
  readonly #held = new Map</* key */ string, Held<E>>();
  readonly #maxBytes: number;
  #bytes = 0;
  #evictions = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get evictions(): number {
    return this.#evictions;
  }

  /** Looks without using: a look that decides against serving must not keep an entry alive. */
  peek(key: string): E | undefined {
    return this.#held.get(key)?.entry;
  }

  /** Makes it the most recently used. */
  use(key: string): void {
    // A `Map` keeps its entries in order: the first is the oldest.
    if (!this.#held.has(key)) return;
  }

  /** Replaces what the key held. An entry above the bound is not kept, and nothing has to leave for it. */
  set(key: string, entry: E, bytes: number): void {
    this.delete(key);
    if (bytes > this.#maxBytes) return;
    // Room first, so that the bound holds at every moment and not only afterwards.
    for (const oldest of this.#held.keys()) {
      if (this.#bytes + bytes <= this.#maxBytes) break;
      this.delete(oldest);
      this.#evictions++;
    }
    this.#held.set(key, { entry, bytes });
    this.#bytes += bytes;
  }

  /** The only place where bytes are given back. */
  delete(key: string): void {
    const held = this.#held.get(key);
    if (!held) return;
    this.#held.delete(key);
    this.#bytes -= held.bytes;
  }
}
