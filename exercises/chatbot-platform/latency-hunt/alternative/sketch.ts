import { placesBefore } from './percentile';
import type { CreateSketch, LatencySketch } from './types';

/** 0.001 ms lies in the octave from 2^-10, an hour in that from 2^21. */
const [lowest, highest] = [-10, 21];

/**
 * In the manner of HdrHistogram: each octave, from 2^k to 2^(k+1), has the same number of equally wide buckets, in one array.
 * A bucket is 2^k / n wide and its middle is off by half of that, which is at most 1 / 2n of the value.
 */
class Octaves implements LatencySketch {
  readonly #perOctave: number;
  /** Place 0 counts zeros. */
  readonly #counts: number[];

  constructor(readonly relativeError: number) {
    this.#perOctave = Math.ceil(1 / (2 * relativeError));
    this.#counts = Array<number>(1 + (highest - lowest + 1) * this.#perOctave).fill(0);
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  add(ms: number): void {
    const isLatency = ms === 0 || (ms >= 0.001 && ms <= 3_600_000);
    if (!isLatency) throw new RangeError(`${ms} is no latency.`);
    this.#counts[this.#placeOf(ms)]! += 1;
  }

  #placeOf(ms: number): number {
    if (ms === 0) return 0;
    let octave = Math.floor(Math.log2(ms));
    // The logarithm may be a digit too large or too small.
    if (2 ** octave > ms) octave--;
    if (2 ** (octave + 1) <= ms) octave++;
    const within = Math.floor((ms / 2 ** octave - 1) * this.#perOctave);
    return 1 + (octave - lowest) * this.#perOctave + within;
  }

  percentile(p: number): number | undefined {
    const places = placesBefore(p, this.count);
    let passed = 0;
    const place = this.#counts.findIndex(count => (passed += count) > places);
    if (place <= 0) return place === 0 ? 0 : undefined;
    const octave = lowest + Math.floor((place - 1) / this.#perOctave);
    const within = (place - 1) % this.#perOctave;
    return 2 ** octave * (1 + (within + 0.5) / this.#perOctave);
  }

  /** Runs of zeros are left out: `place:count`. */
  toText(): string {
    const counts = this.#counts.flatMap((count, place) => (count > 0 ? [`${place}:${count}`] : []));
    return [this.relativeError, ...counts].join(' ');
  }

  merge(text: string): void {
    const [relativeError, ...counts] = text.split(' ');
    if (Number(relativeError) !== this.relativeError)
      throw new RangeError(`An error of ${relativeError} does not fit ${this.relativeError}.`);
    for (const pair of counts) {
      const [place, count] = pair.split(':').map(Number) as [number, number];
      this.#counts[place]! += count;
    }
  }
}

export const createSketch: CreateSketch = relativeError => new Octaves(relativeError);
