export interface Limits {
  readonly limit: number;
  readonly windowMs: number;
}
