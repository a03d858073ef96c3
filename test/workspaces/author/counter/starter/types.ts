export interface Counter {
  readonly value: number;
  increment(): number;
}
