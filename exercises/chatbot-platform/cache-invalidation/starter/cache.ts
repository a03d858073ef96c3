import type { CacheOptions, QueryCache } from './types.ts';

/**
 * The only function that is checked. Begin with R1 to R3: look, load, store. Then take the requirements in order; each
 * suite covers a few of them.
 */
export function createCache<V>(options: CacheOptions<V>): QueryCache<V> {
  throw new Error(
    `not implemented: a cache of ${options.maxBytes} bytes with a lifetime of ${options.ttlMs} ms`,
  );
}
