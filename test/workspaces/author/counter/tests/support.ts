import type { Counter } from '#attempt/types';

export function incrementTimes(counter: Counter, times: number): number[] {
  return Array.from({ length: times }, () => counter.increment());
}
