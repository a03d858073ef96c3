import type { Guardrails, Version } from './types';

/** What one request says about the version that was to answer it. */
export interface Sample {
  readonly version: Version;
  readonly segment: string;
  readonly isError: boolean;
  readonly ms: number;
  readonly endedAt: number;
}

/** Which guardrail these samples break, if any. Errors first. O(n log n) for the percentiles. */
export function brokenGuardrail(
  samples: readonly Sample[],
  { minimum, errorPoints, latencyRatio }: Guardrails,
): 'errors' | 'latency' | undefined {
  const v1 = samples.filter(({ version }) => version === 'v1');
  const v2 = samples.filter(({ version }) => version === 'v2');
  if (v1.length < minimum || v2.length < minimum) return undefined;
  if (errorRate(v2) - errorRate(v1) - errorPoints > rounding) return 'errors';
  return mean(v2) > latencyRatio * mean(v1) ? 'latency' : undefined;
}

/** 7 % − 5 % is a little above 2 % for a computer. */
const rounding = 1e-9;

const errorRate = (samples: readonly Sample[]): number =>
  samples.filter(({ isError }) => isError).length / samples.length;

const mean = (samples: readonly Sample[]): number =>
  samples.reduce((sum, { ms }) => sum + ms, 0) / samples.length;

/** The samples of the last `windowMs`, in order of their ends. */
export class SampleWindow {
  #samples: Sample[] = [];

  constructor(private readonly windowMs: number) {}

  add(sample: Sample): void {
    this.#samples.push(sample);
  }

  recent(now: number): readonly Sample[] {
    const first = this.#samples.findIndex(({ endedAt }) => now - endedAt < this.windowMs);
    if (first !== 0) this.#samples = first < 0 ? [] : this.#samples.slice(first);
    return this.#samples;
  }

  forget(segment: string): void {
    this.#samples = this.#samples.filter(sample => sample.segment !== segment);
  }

  clear(): void {
    this.#samples = [];
  }
}
