/** A map for ever: every user who ever came is still in it. */
export class RecentKeys<V> {
  private readonly entries = new Map</* key */ string, V>();

  constructor(readonly keepMs: number) {}

  get(key: string, _now: number): V | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: V, _now: number): void {
    this.entries.set(key, value);
  }
}
