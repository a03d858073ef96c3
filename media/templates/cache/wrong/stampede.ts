import type { Cache, CacheOptions } from './types.ts';

export function createCache<V>({ ttlMs, load }: CacheOptions<V>): Cache<V> {
  const values = new Map<string, { readonly value: V; readonly loadedAt: number }>();
  return {
    async get(key) {
      const known = values.get(key);
      if (known && performance.now() - known.loadedAt < ttlMs) return known.value;
      const value = await load(key);
      values.set(key, { value, loadedAt: performance.now() });
      return value;
    },
  };
}
