import type { Store } from './types.ts';

export function createCounter(store: Store) {
  return { next: () => store.read() };
}
