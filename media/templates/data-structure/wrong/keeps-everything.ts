import type { RingBuffer } from './types.ts';

export function createRingBuffer<T>(capacity: number): RingBuffer<T> {
  const all: T[] = [];
  return {
    push(item) {
      all.push(item);
      return all[all.length - 1 - capacity];
    },
    items: () => all.slice(-capacity),
  };
}
