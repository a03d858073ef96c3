import type { Guardrails, Version } from './types';

/** What one request says about the version that was to answer it. */
export interface Sample {
  readonly version: Version;
  readonly isError: boolean;
  readonly ms: number;
  readonly endedAt: number;
}

/** Which guardrail these samples break, if any. */
export function brokenGuardrail(
  samples: readonly Sample[],
  guardrails: Guardrails,
): 'errors' | 'latency' | undefined {
  throw new Error(`not implemented: compare ${samples.length} requests with ${guardrails.errorPoints}`);
}
