import { nearestRank } from './percentile';
import type { CreateSketch, LatencySketch } from './types';

/** What travels between servers. */
interface Contents {
  readonly relativeError: number;
  readonly zeros: number;
  readonly buckets: readonly (readonly [index: number, count: number])[];
}

/**
 * DDSketch (Masson, Rim and Lee, PVLDB 12/12, 2019) without collapsing, since the range of values is bounded. With an error
 * of α and γ = (1 + α) / (1 − α), bucket i counts the values in (γ^(i−1), γ^i]. One number stands for all of them, so that
 * both ends are off by α at most: 2γ^i / (γ + 1).
 *
 * Adding is O(1). There are at most ln(3.6e9) / ln γ buckets, about 1,100 for 1 %: that bounds memory, text and merging.
 */
class DDSketch implements LatencySketch {
  count = 0;
  #zeros = 0;
  readonly #buckets = new Map<number, number>();
  readonly #gamma: number;

  constructor(readonly relativeError: number) {
    this.#gamma = (1 + relativeError) / (1 - relativeError);
  }

  add(ms: number): void {
    if (ms !== 0 && !(ms >= 0.001 && ms <= 3_600_000))
      throw new RangeError(`A latency is 0, or from 0.001 ms to an hour, not ${ms}.`);
    // Stryker disable next-line ConditionalExpression: its logarithm would lead to a bucket of its own, with 0 for all in it
    if (ms === 0) this.#count(null, 1);
    else this.#count(Math.ceil(Math.log(ms) / Math.log(this.#gamma)), 1);
  }

  percentile(p: number): number | undefined {
    const rank = nearestRank(p, this.count);
    let passed = this.#zeros;
    if (rank <= passed) return 0;
    for (const [index, count] of this.#inOrder()) {
      passed += count;
      if (rank <= passed) return (2 * this.#gamma ** index) / (this.#gamma + 1);
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

export const createSketch: CreateSketch = relativeError => new DDSketch(relativeError);
