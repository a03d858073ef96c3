export interface BreakerOptions {
  readonly threshold: number;
  readonly cooldownMs: number;
}

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface Breaker {
  /** Settles as `work` does, or rejects with a `BreakerOpenError` at once. */
  call<T>(work: () => Promise<T>): Promise<T>;
  state(): BreakerState;
}

export class BreakerOpenError extends Error {
  override readonly name = 'BreakerOpenError';
}
