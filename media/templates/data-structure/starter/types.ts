export interface RingBuffer<T> {
  /** Takes an item in; returns the one that had to go. */
  push(item: T): T | undefined;
  /** A new array, oldest first. */
  items(): T[];
}
