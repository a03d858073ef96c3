import type { RingBuffer } from './types.ts';

export function createRingBuffer<T>(capacity: number): RingBuffer<T> {
  throw new Error(`Not written yet: ${capacity} items.`);
}
