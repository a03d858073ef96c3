/** Requests to something that may be slow, silent or down: never more than a few at a time, and none for ever. */
export class Requests {
  /** Waits for a place, then runs `work`. Rejects as it does, or when it takes too long. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return Promise.reject(new Error(`not implemented: run ${work.name}`));
  }
}
