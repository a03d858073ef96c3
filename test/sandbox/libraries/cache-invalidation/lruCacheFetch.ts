import { LRUCache } from 'lru-cache';
import type { Answer, CacheOptions, Query, QueryCache, Stats } from './types';

interface Held<V> {
  readonly value: V | undefined;
}

/** `cache.ts` of the exercise on cached hours, on lru-cache's own `fetch`: loads, joining, staleness and room are its. */
export function createCache<V>(options: CacheOptions<V>): QueryCache<V> {
  const { load, ttlMs, maxBytes, sizeOf, alignMs, offsetMs = 0 } = options;
  const counts = { hits: 0, misses: 0, staleServes: 0, loads: 0, failedLoads: 0, evictions: 0 };
  const versions = new Map</* data set */ string, number>();
  const keyOf = ({ dataset, params }: Query): string =>
    JSON.stringify([dataset, versions.get(dataset) ?? 1, ...params]);
  const lifeFrom = (startedAt: number, ttl: number): number =>
    alignMs === undefined ? ttl : Math.min(ttl, alignMs - ((startedAt - offsetMs) % alignMs));

  const cache = new LRUCache<string, Held<V>, Query>({
    maxSize: maxBytes,
    sizeCalculation: ({ value }) => (value === undefined ? 1 : sizeOf(value, { dataset: '', params: [] })),
    ttlResolution: 0,
    perf: { now: () => Date.now() },
    allowStaleOnFetchRejection: options.staleIfErrorMs !== undefined,
    allowStale: options.staleWhileRevalidateMs !== undefined,
    noDeleteOnStaleGet: true,
    noDeleteOnFetchRejection: true,
    dispose: (_held, _key, reason) => {
      if (reason === 'evict') counts.evictions++;
    },
    fetchMethod: async (_key, _stale, { options: its, context: query }) => {
      counts.loads++;
      const startedAt = Date.now();
      try {
        const value = await load(query);
        const life = lifeFrom(startedAt, value === undefined ? (options.negativeTtlMs ?? 0) : ttlMs);
        // It counts from the end of a load, serves at the very end of a life, and takes 0 for “for ever”.
        its.ttl = startedAt + life - Date.now() - 1;
        return its.ttl > 0 ? { value } : undefined;
      } catch (error) {
        counts.failedLoads++;
        throw error;
      }
    },
  });

  return {
    async get(query): Promise<Answer<V>> {
      const status: LRUCache.Status<string, Held<V>, Query> = {};
      try {
        const held = await cache.fetch(keyOf(query), { context: query, status });
        const state = status.fetch === 'hit' ? 'hit' : status.returnedStale ? 'stale' : 'miss';
        counts[state === 'hit' ? 'hits' : state === 'stale' ? 'staleServes' : 'misses']++;
        return { value: held?.value, state };
      } catch (error) {
        counts.misses++;
        throw error;
      }
    },
    invalidate: query => void cache.delete(keyOf(query)),
    bumpVersion: dataset => void versions.set(dataset, (versions.get(dataset) ?? 1) + 1),
    stats: (): Stats => ({ ...counts, bytes: cache.calculatedSize }),
  };
}
