/** Something that can stand in a `RecencyList`. The list owns the links. */
export interface Link {
  older: Link;
  newer: Link;
}

/** A link that is in no list: a ring of one. */
export function loose<T extends object>(fields: T): T & Link {
  const link = fields as T & Link;
  link.older = link;
  link.newer = link;
  return link;
}

/**
 * A ring of links around a sentinel, from the oldest use to the newest. With the sentinel there is no first or last
 * link to treat specially, and unlinking twice does no harm. All operations are O(1) and allocate nothing.
 */
export class RecencyList<T extends Link> {
  readonly #sentinel: Link = loose({});

  get oldest(): T | undefined {
    const link = this.#sentinel.newer;
    return link === this.#sentinel ? undefined : (link as T);
  }

  /** Puts it at the new end, wherever it was. */
  use(link: T): void {
    this.remove(link);
    link.older = this.#sentinel.older;
    link.newer = this.#sentinel;
    link.older.newer = link;
    link.newer.older = link;
  }

  remove(link: T): void {
    link.older.newer = link.newer;
    link.newer.older = link.older;
    link.older = link;
    link.newer = link;
  }
}
