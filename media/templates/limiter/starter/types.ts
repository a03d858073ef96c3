export interface LimiterOptions {
  /** How often a key is let through in a window. */
  readonly limit: number;
  readonly windowMs: number;
}

export type Decision =
  { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

export interface Limiter {
  take(key: string): Decision;
}
