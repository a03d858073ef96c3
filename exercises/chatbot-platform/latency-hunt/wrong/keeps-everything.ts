import { percentile } from './percentile';
import type { CreateSketch, LatencySketch } from './types';

interface Contents {
  readonly relativeError: number;
  readonly values: readonly number[];
}

/** Exact, and as large as what it has seen. */
class Everything implements LatencySketch {
  readonly #values: number[] = [];

  constructor(readonly relativeError: number) {}

  get count(): number {
    return this.#values.length;
  }

  add(ms: number): void {
    if (ms !== 0 && !(ms >= 0.001 && ms <= 3_600_000))
      throw new RangeError(`A latency is 0, or from 0.001 ms to an hour, not ${ms}.`);
    this.#values.push(ms);
  }

  percentile(p: number): number | undefined {
    return percentile(this.#values, p);
  }

  toText(): string {
    return JSON.stringify({ relativeError: this.relativeError, values: this.#values } satisfies Contents);
  }

  merge(text: string): void {
    const { relativeError, values } = JSON.parse(text) as Contents;
    if (relativeError !== this.relativeError)
      throw new RangeError(`The other sketch has an error of ${relativeError}, not ${this.relativeError}.`);
    for (const value of values) this.#values.push(value);
  }
}

export const createSketch: CreateSketch = relativeError => new Everything(relativeError);
