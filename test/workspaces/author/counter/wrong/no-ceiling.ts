import type { Counter } from './types';

export function createCounter(_ceiling: number): Counter {
  let value = 0;
  return {
    get value() {
      return value;
    },
    increment: () => ++value,
  };
}
