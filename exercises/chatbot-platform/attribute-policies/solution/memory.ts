import type { Change } from './types';

/** Of a question: its answer, if there is one that still holds. */
interface Place<Entry> {
  readonly entry?: Entry;
  readonly restsOn: readonly string[];
}

const unanswered: Place<never> = { restsOn: [] };

/** The name of somebody's attribute. JSON, since a separator could be part of a name. */
export const keyOf = (change: Change): string =>
  JSON.stringify(
    change.of === 'user'
      ? [change.user, change.name]
      : [change.resource.type, change.resource.id, change.name],
  );

/**
 * The questions that were asked last, with their decisions and the attributes that these rest on, so that a change finds
 * those that it concerns without looking at others. A `Map` remembers the order in which its keys were added.
 */
export class Memory<Entry> {
  readonly #places = new Map<string, Place<Entry>>();
  readonly #resting = new Map</* attribute */ string, Set</* key */ string>>();

  constructor(private readonly maxEntries: number) {}

  /** What is known. The question is the last one now, and has a place whether it is answered or not. */
  ask(key: string): Entry | undefined {
    const place = this.#places.get(key) ?? unanswered;
    this.#places.delete(key);
    this.#places.set(key, place);
    if (this.#places.size > this.maxEntries) {
      const oldest = this.#places.keys().next().value!;
      this.#empty(oldest);
      this.#places.delete(oldest);
    }
    return place.entry;
  }

  /** The answer to a question that has a place. */
  set(key: string, entry: Entry, restsOn: readonly string[]): void {
    if (!this.#places.has(key)) return;
    this.#empty(key);
    this.#places.set(key, { entry, restsOn });
    for (const attribute of restsOn) {
      const keys = this.#resting.get(attribute) ?? new Set();
      this.#resting.set(attribute, keys.add(key));
    }
  }

  forget(change: Change): void {
    for (const key of this.#resting.get(keyOf(change)) ?? []) this.#empty(key);
  }

  clear(): void {
    this.#places.clear();
    this.#resting.clear();
  }

  /** Leaves the place to its question: a key that is there keeps its turn. */
  #empty(key: string): void {
    for (const attribute of this.#places.get(key)?.restsOn ?? []) {
      const keys = this.#resting.get(attribute);
      keys?.delete(key);
      if (keys?.size === 0) this.#resting.delete(attribute);
    }
    this.#places.set(key, unanswered);
  }
}
