interface Flight<V> {
  /** From this moment on its result cannot be fresh, so nobody else may wait for it. */
  readonly joinableUntil: number;
  readonly result: Promise<V>;
}

/**
 * The loads in flight: at most one a key that callers may join. A flight is *current* while the map holds that very
 * object. Cutting it off, or starting its successor, is a change of identity in the map: the old flight still brings
 * its passengers home, but it can store nothing and disturb nobody. So there is no counter to keep for a key that
 * nobody is loading, and memory is O(loads in flight).
 */
export class Flights<V> {
  readonly #current = new Map</* key */ string, Flight<V>>();

  /** The load that a caller of this moment may wait for. */
  join(key: string, now: number): Promise<V> | undefined {
    const flight = this.#current.get(key);
    return flight && now < flight.joinableUntil ? flight.result : undefined;
  }

  /**
   * Starts a load and makes it the current one. `land` gets the result before anyone who waits for it, and only if
   * the flight is still current. The promise rejects with whatever the load rejected with.
   */
  async start(
    key: string,
    joinableUntil: number,
    load: () => Promise<V>,
    land: (value: V) => void,
  ): Promise<V> {
    await this.#admission(key);
    const isCurrent = (): boolean => this.#current.get(key) === flight;
    const result = Promise.resolve()
      .then(load) // inside the chain, so that a load that throws rejects and is cleaned up like any other
      .then(value => {
        if (isCurrent()) land(value);
        return value;
      })
      .finally(() => {
        if (isCurrent()) this.#current.delete(key);
      });
    const flight: Flight<V> = { joinableUntil, result };
    this.#current.set(key, flight);
    return result;
  }

  /** Room for a quota or a log line; whatever awaits here lets the next caller past an empty map. */
  async #admission(_key: string): Promise<void> {}

  /** Those who wait get the result; nobody joins any more, and it will not be stored. */
  cutOff(key: string): void {
    this.#current.delete(key);
  }
}
