import type { Store } from './types.ts';

export function createCounter(store: Store) {
  return {
    next() {
      store.write(store.read() + 1);
      return store.read();
    },
  };
}
