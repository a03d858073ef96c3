interface Sample {
  readonly endedAt: number;
  readonly isError: boolean;
  readonly ms: number;
}

/**
 * One version's requests of one segment within the window, ready to be read: errors are counted as they come and go, latencies
 * are kept sorted. Adding costs O(log n) to find the place and O(n) to make room, reading the rate O(1).
 */
export class Arm {
  readonly #samples: Sample[] = [];
  readonly sorted: number[] = [];
  errors = 0;

  constructor(private readonly windowMs: number) {}

  get size(): number {
    return this.#samples.length;
  }

  add(sample: Sample): void {
    this.#samples.push(sample);
    this.sorted.splice(this.#placeOf(sample.ms), 0, sample.ms);
    if (sample.isError) this.errors += 1;
  }

  expire(now: number): void {
    for (
      let first = this.#samples[0];
      first && now - first.endedAt >= this.windowMs;
      first = this.#samples[0]
    ) {
      this.#samples.shift();
      this.sorted.splice(this.#placeOf(first.ms), 1);
      if (first.isError) this.errors -= 1;
    }
  }

  #placeOf(ms: number): number {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
