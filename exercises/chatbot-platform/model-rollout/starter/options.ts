/** The figures of the story. This file belongs to the exercise and is restored before every run. */
import type { Guardrails, ShadowOptions, Step } from './types';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The hidden checks use other figures as well. */
export const plan: {
  readonly timeoutMs: number;
  readonly shadow: ShadowOptions;
  readonly steps: readonly Step[];
  readonly guardrails: Guardrails;
} = {
  timeoutMs: 800,
  shadow: { forMs: 7 * day, minimum: 10_000, agreement: 0.8, maxInFlight: 50 },
  steps: [
    { share: 0.05, forMs: 7 * day, minimum: 5_000 },
    { share: 0.1, forMs: 2 * day, minimum: 5_000 },
    { share: 0.25, forMs: 4 * day, minimum: 5_000 },
    { share: 0.5, forMs: 7 * day, minimum: 5_000 },
  ],
  guardrails: { windowMs: 10 * minute, minimum: 200, errorPoints: 0.02, latencyRatio: 1.5 },
};
