/**
 * Jobs that wait in one lane, first come, first served. A `Set` remembers the order in which things were added and forgets
 * any of them in O(1), where an array would have to look for whoever is cancelled and to close the gap.
 */
export class LaneQueue<T> {
  readonly #items = new Set<T>();

  get size(): number {
    return this.#items.size;
  }

  get first(): T | undefined {
    return this.#items.values().next().value;
  }

  add(item: T): void {
    this.#items.add(item);
  }

  delete(item: T): void {
    this.#items.delete(item);
  }

  /** Takes the one that has waited longest. */
  next(): T | undefined {
    const { first } = this;
    if (first !== undefined) this.#items.delete(first);
    return first;
  }
}
