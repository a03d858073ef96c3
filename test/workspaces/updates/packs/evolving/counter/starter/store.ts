import type { Store } from './types.ts';

export function createStore(): Store {
  let value = 0;
  return {
    read: () => value,
    write(next) {
      value = next;
    },
  };
}
