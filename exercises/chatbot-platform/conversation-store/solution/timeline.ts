import type { Message } from './types';

export interface Entry {
  /** Replaced when its parent is, never changed: whoever was given it keeps what it said. */
  message: Message;
  /** Counts messages as they were added. */
  readonly added: number;
}

export type Place = Pick<Entry, 'added'> & { readonly message: Pick<Message, 'createdAt'> };

/** Negative if `a` is older. */
export const byAge = (a: Place, b: Place): number =>
  a.message.createdAt - b.message.createdAt || a.added - b.added;

/** Entries from the oldest to the newest. Finding a place takes O(log n), moving up what follows it is a single copy. */
export class Timeline {
  readonly #entries: Entry[] = [];

  /** O(log n) at the end, where nearly all of them go; O(n) where a clock has gone back. */
  add(entry: Entry): void {
    this.#entries.splice(this.countBefore(entry), 0, entry);
  }

  /** O(n) for any number of them. */
  remove(gone: ReadonlySet<Entry>): void {
    const kept = this.#entries.filter(entry => !gone.has(entry));
    this.#entries.length = 0;
    for (const entry of kept) this.#entries.push(entry);
  }

  /** Those before a place, whether something is still there or not, newest first. O(log n + count). */
  newestBefore(place: Place | undefined, count: number): Entry[] {
    const end = place === undefined ? this.#entries.length : this.countBefore(place);
    return this.#entries.slice(Math.max(0, end - count), end).reverse();
  }

  /** How many are older. */
  countBefore(place: Place): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byAge(this.#entries[middle]!, place) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
