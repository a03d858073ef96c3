import { LRUCache } from 'lru-cache';

interface Held<E> {
  readonly entry: E;
  readonly bytes: number;
}

/** `lru.ts` of the exercise on cached hours, on lru-cache: it bounds sizes by itself. */
export class ByteBoundedLru<E> {
  evictions = 0;
  private readonly held: LRUCache<string, Held<E>>;

  constructor(readonly maxBytes: number) {
    this.held = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: ({ bytes }) => bytes,
      dispose: (_held, _key, reason) => {
        if (reason === 'evict') this.evictions++;
      },
    });
  }

  get bytes(): number {
    return this.held.calculatedSize;
  }

  peek(key: string): E | undefined {
    return this.held.peek(key)?.entry;
  }

  use(key: string): void {
    this.held.get(key);
  }

  set(key: string, entry: E, bytes: number): void {
    this.held.set(key, { entry, bytes });
  }

  delete(key: string): void {
    this.held.delete(key);
  }
}
