import type { RingBuffer } from './types.ts';

/** `push` in constant time, `items` in the time of its result. */
export function createRingBuffer<T>(capacity: number): RingBuffer<T> {
  const slots: T[] = [];
  let pushes = 0;
  return {
    push(item) {
      const slot = pushes++ % capacity;
      const forgotten = slots[slot];
      slots[slot] = item;
      return forgotten;
    },
    items() {
      const oldest = pushes % capacity;
      return slots.length < capacity ? [...slots] : [...slots.slice(oldest), ...slots.slice(0, oldest)];
    },
  };
}
