/**
 * What a limiter remembers of each key.
 *
 * A suggestion: keep it, replace it, or delete it.
 */
export class RecentKeys<V> {
  private readonly entries = new Map</* user */ string, V>();

  /**
   * @param keepMs a key that nobody has asked for in this long need not be remembered
   */
  constructor(private readonly keepMs: number) {}

  get(key: string, now: number): V | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: V, now: number): void {
    // Nothing is ever forgotten here. A million users who came once last week are still in memory.
    // Looking through all keys on every call would be far too slow: what can be thrown away at one stroke?
    this.entries.set(key, value);
  }
}
