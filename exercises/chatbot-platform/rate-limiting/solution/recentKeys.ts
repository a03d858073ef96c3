/**
 * Remembers what was written in the last `keepMs`, and forgets it after `2 * keepMs` at the latest.
 *
 * Two generations: what is written goes into the young one. Every `keepMs` the young one becomes the old one, and the
 * old one, in which by then nothing is younger than `keepMs`, is dropped whole. No timer, no sweep over all keys:
 * every call is O(1), and what is kept is bounded by the keys that were written in the last `2 * keepMs`.
 */
export class RecentKeys<V> {
  private young = new Map</* key */ string, V>();
  private old = new Map</* key */ string, V>();
  private turnAt = -Infinity;

  constructor(private readonly keepMs: number) {}

  /** @param now milliseconds on a clock that never goes back */
  get(key: string, now: number): V | undefined {
    this.turn(now);
    return this.young.get(key) ?? this.old.get(key);
  }

  set(key: string, value: V, now: number): void {
    this.turn(now);
    this.young.set(key, value);
  }

  private turn(now: number): void {
    if (now < this.turnAt) return;
    // After a long silence what is young has not been written for keepMs either.
    this.old = now < this.turnAt + this.keepMs ? this.young : new Map();
    this.young = new Map();
    this.turnAt = now + this.keepMs;
  }
}
