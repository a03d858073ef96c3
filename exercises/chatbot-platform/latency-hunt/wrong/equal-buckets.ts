import { nearestRank } from './percentile';
import type { CreateSketch, LatencySketch } from './types';

/** What travels between servers. */
interface Contents {
  readonly relativeError: number;
  readonly zeros: number;
  readonly buckets: readonly (readonly [index: number, count: number])[];
}

/** A histogram with a bucket for each five milliseconds. */
class Histogram implements LatencySketch {
  count = 0;
  #zeros = 0;
  readonly #buckets = new Map<number, number>();

  constructor(readonly relativeError: number) {}

  add(ms: number): void {
    if (ms !== 0 && !(ms >= 0.001 && ms <= 3_600_000))
      throw new RangeError(`A latency is 0, or from 0.001 ms to an hour, not ${ms}.`);
    if (ms === 0) this.#count(null, 1);
    else this.#count(Math.floor(ms / 5), 1);
  }

  percentile(p: number): number | undefined {
    const rank = nearestRank(p, this.count);
    if (this.count === 0) return undefined;
    let passed = this.#zeros;
    if (rank <= passed) return 0;
    for (const [index, count] of this.#inOrder()) {
      passed += count;
      if (rank <= passed) return index * 5 + 2.5;
    }
    return undefined;
  }

  toText(): string {
    const { relativeError } = this;
    return JSON.stringify({
      relativeError,
      zeros: this.#zeros,
      buckets: this.#inOrder(),
    } satisfies Contents);
  }

  merge(text: string): void {
    const { relativeError, zeros, buckets } = JSON.parse(text) as Contents;
    if (relativeError !== this.relativeError)
      throw new RangeError(`The other sketch has an error of ${relativeError}, not ${this.relativeError}.`);
    this.#count(null, zeros);
    for (const [index, count] of buckets) this.#count(index, count);
  }

  /** @param index null for zeros */
  #count(index: number | null, count: number): void {
    this.count += count;
    if (index === null) this.#zeros += count;
    else this.#buckets.set(index, (this.#buckets.get(index) ?? 0) + count);
  }

  #inOrder(): [index: number, count: number][] {
    return [...this.#buckets].sort(([a], [b]) => a - b);
  }
}

export const createSketch: CreateSketch = relativeError => new Histogram(relativeError);
