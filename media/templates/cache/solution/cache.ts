import type { Cache, CacheOptions } from './types.ts';

export function createCache<V>({ ttlMs, load }: CacheOptions<V>): Cache<V> {
  const values = new Map<string, { readonly value: V; readonly loadedAt: number }>();
  const flights = new Map<string, Promise<V>>();

  async function fly(key: string): Promise<V> {
    try {
      const value = await load(key);
      values.set(key, { value, loadedAt: performance.now() });
      return value;
    } finally {
      flights.delete(key);
    }
  }

  return {
    async get(key) {
      const known = values.get(key);
      if (known && performance.now() - known.loadedAt < ttlMs) return known.value;
      const flight = flights.get(key) ?? fly(key);
      flights.set(key, flight);
      return flight;
    },
  };
}
