import { nearestRank } from './percentile';
import type { CreateSketch, LatencySketch } from './types';

/** What one server saw, or what a text brought. */
interface Part {
  zeros: number;
  count: number;
  readonly buckets: Map<number, number>;
}

interface Contents {
  readonly relativeError: number;
  readonly parts: readonly {
    readonly zeros: number;
    readonly count: number;
    readonly buckets: readonly (readonly [number, number])[];
  }[];
}

/** Percentiles of several servers: their mean, weighted by how many values each has. */
class WeightedMean implements LatencySketch {
  readonly #parts: Part[] = [{ zeros: 0, count: 0, buckets: new Map() }];
  readonly #gamma: number;

  constructor(readonly relativeError: number) {
    this.#gamma = (1 + relativeError) / (1 - relativeError);
  }

  get count(): number {
    return this.#parts.reduce((sum, { count }) => sum + count, 0);
  }

  add(ms: number): void {
    if (ms !== 0 && !(ms >= 0.001 && ms <= 3_600_000))
      throw new RangeError(`A latency is 0, or from 0.001 ms to an hour, not ${ms}.`);
    const [own] = this.#parts as [Part];
    own.count++;
    if (ms === 0) own.zeros++;
    else {
      const index = Math.ceil(Math.log(ms) / Math.log(this.#gamma));
      own.buckets.set(index, (own.buckets.get(index) ?? 0) + 1);
    }
  }

  percentile(p: number): number | undefined {
    nearestRank(p, this.count);
    if (this.count === 0) return undefined;
    const sum = this.#parts.reduce((total, part) => total + part.count * this.#percentileOf(part, p), 0);
    return sum / this.count;
  }

  #percentileOf(part: Part, p: number): number {
    const rank = nearestRank(p, part.count);
    let passed = part.zeros;
    if (rank <= passed) return 0;
    for (const [index, count] of [...part.buckets].sort(([a], [b]) => a - b)) {
      passed += count;
      if (rank <= passed) return (2 * this.#gamma ** index) / (this.#gamma + 1);
    }
    return 0;
  }

  toText(): string {
    const parts = this.#parts.map(part => ({ ...part, buckets: [...part.buckets] }));
    return JSON.stringify({ relativeError: this.relativeError, parts } satisfies Contents);
  }

  merge(text: string): void {
    const { relativeError, parts } = JSON.parse(text) as Contents;
    if (relativeError !== this.relativeError)
      throw new RangeError(`The other sketch has an error of ${relativeError}, not ${this.relativeError}.`);
    this.#parts.push(...parts.map(part => ({ ...part, buckets: new Map(part.buckets) })));
  }
}

export const createSketch: CreateSketch = relativeError => new WeightedMean(relativeError);
