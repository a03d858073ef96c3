import type { Cache, CacheOptions } from './types.ts';

export function createCache<V>({ ttlMs, load }: CacheOptions<V>): Cache<V> {
  const promises = new Map<string, { readonly value: Promise<V>; loadedAt: number }>();
  return {
    get(key) {
      const known = promises.get(key);
      if (known && performance.now() - known.loadedAt < ttlMs) return known.value;
      const entry = { value: load(key), loadedAt: Infinity };
      const loaded = (): void => void (entry.loadedAt = performance.now());
      entry.value.then(loaded, loaded);
      promises.set(key, entry);
      return entry.value;
    },
  };
}
