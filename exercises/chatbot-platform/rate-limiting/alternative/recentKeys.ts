/**
 * Remembers what was asked for or written in the last `keepMs`, and forgets the rest.
 *
 * A `Map` iterates in the order of insertion, so a key that is deleted and set again goes to the end: the map is a
 * queue, longest idle first. Every call takes the idle ones off its head. Each key is taken off once for each time
 * it was put on: amortised O(1), and nothing is kept longer than it must be.
 */
export class RecentKeys<V> {
  private readonly entries = new Map</* key */ string, { value: V; touched: number }>();

  constructor(private readonly keepMs: number) {}

  /** @param now milliseconds on a clock that never goes back */
  get(key: string, now: number): V | undefined {
    this.forget(now);
    const entry = this.entries.get(key);
    if (entry) this.touch(key, entry, now);
    return entry?.value;
  }

  set(key: string, value: V, now: number): void {
    this.forget(now);
    this.touch(key, { value, touched: now }, now);
  }

  private touch(key: string, entry: { value: V; touched: number }, now: number): void {
    this.entries.delete(key);
    entry.touched = now;
    this.entries.set(key, entry);
  }

  private forget(now: number): void {
    for (const [key, { touched }] of this.entries) {
      if (now - touched < this.keepMs) return;
      this.entries.delete(key);
    }
  }
}
