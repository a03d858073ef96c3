import type { Counter } from './types';

export function createCounter(ceiling: number): Counter {
  let value = 0;
  return {
    get value() {
      return value;
    },
    increment() {
      value = Math.min(value + 1, ceiling);
      return value;
    },
  };
}
