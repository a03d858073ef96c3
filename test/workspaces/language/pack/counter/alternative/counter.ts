import type { Counter } from './types';

class BoundedCounter implements Counter {
  #value = 0;
  readonly #ceiling: number;

  constructor(ceiling: number) {
    this.#ceiling = ceiling;
  }

  get value(): number {
    return this.#value;
  }

  increment(): number {
    if (this.#value < this.#ceiling) this.#value += 1;
    return this.#value;
  }
}

export const createCounter = (ceiling: number): Counter => new BoundedCounter(ceiling);
