import type { Change } from './types';

interface Kept<Entry> {
  readonly entry: Entry;
  readonly restsOn: readonly string[];
}

/** The name of somebody's attribute. JSON, since a separator could be part of a name. */
export const keyOf = (change: Change): string =>
  JSON.stringify(
    change.of === 'user'
      ? [change.user, change.name]
      : [change.resource.type, change.resource.id, change.name],
  );

/**
 * Decisions, each with the attributes that it rests on, so that a change finds those that it concerns without looking at
 * others. Keeps those that were asked for last: a `Map` remembers the order in which its keys were added.
 */
export class Memory<Entry> {
  readonly #kept = new Map<string, Kept<Entry>>();
  readonly #resting = new Map</* attribute */ string, Set</* key */ string>>();

  constructor(private readonly maxEntries: number) {}

  get(key: string): Entry | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.entry;
  }

  set(key: string, entry: Entry, restsOn: readonly string[]): void {
    this.#kept.set(key, { entry, restsOn });
    for (const attribute of restsOn) {
      const keys = this.#resting.get(attribute) ?? new Set();
      this.#resting.set(attribute, keys.add(key));
    }
    if (this.#kept.size > this.maxEntries) this.#delete(this.#kept.keys().next().value!);
  }

  forget(change: Change): void {
    for (const key of this.#resting.get(keyOf(change)) ?? []) this.#delete(key);
  }

  clear(): void {
    this.#kept.clear();
    this.#resting.clear();
  }

  #delete(key: string): void {
    for (const attribute of this.#kept.get(key)?.restsOn ?? []) {
      const keys = this.#resting.get(attribute);
      keys?.delete(key);
      if (keys?.size === 0) this.#resting.delete(attribute);
    }
    this.#kept.delete(key);
  }
}
