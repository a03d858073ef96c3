import type { RingBuffer } from './types.ts';

export function createRingBuffer<T>(capacity: number): RingBuffer<T> {
  const kept: T[] = [];
  return {
    push(item) {
      if (kept.length >= capacity) return item;
      kept.push(item);
      return undefined;
    },
    items: () => [...kept],
  };
}
