export interface WindowCounts {
  readonly calls: number;
  readonly failures: number;
}

const slices = 10;

/**
 * Counts outcomes of the last `windowMs` in a ring of ten slices, as Hystrix did. An outcome leaves with its slice,
 * when it is between nine tenths of the window and the whole window old.
 *
 * Memory: twenty numbers, whatever the traffic. Time: O(1) a call, at most ten steps after a pause.
 */
export class FailureWindow {
  readonly #sliceMs: number;
  readonly #calls = new Array<number>(slices).fill(0);
  readonly #failures = new Array<number>(slices).fill(0);
  /** Number of the newest slice since time began; its place in the ring is this modulo ten. */
  #newest: number;

  constructor(windowMs: number, now: number) {
    this.#sliceMs = windowMs / slices;
    this.#newest = this.#sliceAt(now);
  }

  record(failed: boolean, now: number): void {
    this.#roll(now);
    const place = this.#newest % slices;
    this.#calls[place]! += 1;
    if (failed) this.#failures[place]! += 1;
  }

  counts(now: number): WindowCounts {
    this.#roll(now);
    return { calls: sum(this.#calls), failures: sum(this.#failures) };
  }

  /** Empties the slices that have come round again since the last look. */
  #roll(now: number): void {
    const current = this.#sliceAt(now);
    const stale = Math.min(current - this.#newest, slices);
    for (let step = 1; step <= stale; step++) {
      const place = (this.#newest + step) % slices;
      this.#calls[place] = 0;
      this.#failures[place] = 0;
    }
    // Should time ever stand still or step back, the newest slice stays the newest.
    this.#newest = Math.max(this.#newest, current);
  }

  #sliceAt(now: number): number {
    return Math.floor(now / this.#sliceMs);
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
