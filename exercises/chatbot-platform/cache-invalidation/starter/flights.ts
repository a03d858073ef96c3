/**
 * The loads under way (R5 to R9).
 *
 * Two questions decide the design. When a caller comes: is there a load that it *may* join? And when a load ends: is
 * it *still* the one whose result may be stored? An event, a new version or the end of the hour may have come between.
 */
export class Flights<V> {
  /** The load that a caller of this moment may wait for, if there is one. */
  join(key: string, now: number): Promise<V> | undefined {
    throw new Error(`not implemented: joining the load of ${key} at ${now}`);
  }

  /** Starts a load. `land` gets the result if it may be stored. */
  start(key: string, joinableUntil: number, load: () => Promise<V>, land: (value: V) => void): Promise<V> {
    throw new Error(
      `not implemented: loading ${key} until ${joinableUntil} with ${load.name} and ${land.name}`,
    );
  }

  /** An event has come: nobody joins any more, and the result is not to be stored. */
  cutOff(key: string): void {
    throw new Error(`not implemented: cutting off ${key}`);
  }
}
