interface Flight<V> {
  /** From this moment on its result cannot be fresh, so nobody else may wait for it. */
  readonly joinableUntil: number;
  readonly result: Promise<V>;
}

/**
 * The loads in flight that count, by key, in the order in which they began; only the last may be joined. There is more
 * than one only where a load was out of date before it ended. A flight counts while the line in the map holds that
 * very object: an event takes the whole line away, and a landing takes away all that began before it. Such a flight
 * still brings its passengers home, but it can store nothing and disturb nobody. So there is no counter to keep for a
 * key that nobody is loading, and memory is O(loads in flight).
 */
export class Flights<V> {
  readonly #lines = new Map</* key */ string, readonly Flight<V>[]>();

  /** The load that a caller of this moment may wait for. */
  join(key: string, now: number): Promise<V> | undefined {
    const last = this.#lineOf(key).at(-1);
    return last && now < last.joinableUntil ? last.result : undefined;
  }

  /**
   * Starts a load. `land` gets the result before anyone who waits for it, and only if neither an event nor the result
   * of a load that began later has come before. The promise rejects with whatever the load rejected with.
   */
  start(key: string, joinableUntil: number, load: () => Promise<V>, land: (value: V) => void): Promise<V> {
    const result = Promise.resolve()
      .then(load) // inside the chain, so that a load that throws rejects and is cleaned up like any other
      .then(value => {
        const line = this.#lineOf(key);
        const place = line.indexOf(flight);
        if (place >= 0) {
          // Those before it would bring older figures than the ones that are given out now, stored or not.
          this.#keep(key, line.slice(place + 1));
          land(value);
        }
        return value;
      });
    const flight: Flight<V> = { joinableUntil, result };
    this.#keep(key, [...this.#lineOf(key), flight]);
    return result;
  }

  /** Those who wait get the result; nobody joins any more, and it will not be stored. */
  cutOff(key: string): void {
    this.#lines.delete(key);
  }

  #lineOf(key: string): readonly Flight<V>[] {
    return this.#lines.get(key) ?? [];
  }

  #keep(key: string, line: readonly Flight<V>[]): void {
    if (line.length > 0) this.#lines.set(key, line);
    else this.#lines.delete(key);
  }
}
