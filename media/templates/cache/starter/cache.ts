import type { Cache, CacheOptions } from './types.ts';

export function createCache<V>(options: CacheOptions<V>): Cache<V> {
  throw new Error(`Not written yet: ${options.ttlMs} ms.`);
}
