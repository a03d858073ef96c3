import { Flights } from './flights.ts';
import { Freshness, type Entry } from './freshness.ts';
import { keyOf } from './keys.ts';
import { ByteBoundedLru } from './lru.ts';
import type { Answer, CacheOptions, Query, QueryCache, Stats } from './types.ts';

export function createCache<V>(options: CacheOptions<V>): QueryCache<V> {
  return new WarehouseCache(options);
}

/**
 * The conversation between four parts that know nothing of one another: `Freshness` (time), `Flights` (loads under
 * way), `ByteBoundedLru` (room) and the keys. No timer is set: whatever time does to an answer is found out when
 * somebody asks, so an idle cache costs nothing and keeps no process alive.
 *
 * A read is O(length of the query); memory is O(stored answers + loads in flight + data sets).
 */
class WarehouseCache<V> implements QueryCache<V> {
  readonly #options: CacheOptions<V>;
  readonly #freshness: Freshness<V>;
  readonly #entries: ByteBoundedLru<Entry<V>>;
  readonly #flights = new Flights<V | undefined>();
  /** What is stored of each data set. */
  readonly #stored = new Map</* data set */ string, Set</* key */ string>>();
  readonly #counts = { hits: 0, misses: 0, staleServes: 0, loads: 0, failedLoads: 0 };

  constructor(options: CacheOptions<V>) {
    this.#options = options;
    this.#freshness = new Freshness(options);
    this.#entries = new ByteBoundedLru(options.maxBytes);
  }

  async get(query: Query): Promise<Answer<V>> {
    const key = this.#keyOf(query);
    const entry = this.#entries.peek(key);
    const phase = entry ? this.#freshness.phaseOf(entry, Date.now()) : 'expired';
    if (!entry || phase === 'expired') return this.#waitForLoad(key, query);

    if (phase !== 'fresh') this.#loadInBackground(key, query);
    return this.#serve(key, entry, phase === 'stale' ? 'stale' : 'hit');
  }

  invalidate(query: Query): void {
    const key = this.#keyOf(query);
    this.#entries.delete(key);
    this.#flights.cutOff(key);
  }

  bumpVersion(dataset: string): void {
    for (const key of this.#stored.get(dataset) ?? []) this.#entries.delete(key);
    this.#stored.delete(dataset);
  }

  stats(): Stats {
    return { ...this.#counts, evictions: this.#entries.evictions, bytes: this.#entries.bytes };
  }

  async #waitForLoad(key: string, query: Query): Promise<Answer<V>> {
    try {
      const value = await this.#load(key, query);
      this.#counts.misses++;
      return { value, state: 'miss' };
    } catch (error) {
      const now = Date.now();
      const entry = this.#entries.peek(key);
      if (entry && this.#freshness.mayReplaceError(entry, now))
        return this.#serve(key, entry, now < entry.expiresAt ? 'hit' : 'stale');
      this.#counts.misses++;
      throw error;
    }
  }

  #serve(key: string, entry: Entry<V>, state: 'hit' | 'stale'): Answer<V> {
    this.#entries.use(key);
    if (state === 'hit') this.#counts.hits++;
    else this.#counts.staleServes++;
    return { value: entry.value, state };
  }

  /** Nobody waits for it, so nobody is told when it fails: `failedLoads` is, and the next reader tries again. */
  #loadInBackground(key: string, query: Query): void {
    this.#load(key, query).catch(() => undefined);
  }

  /** Joins the load under way, or starts one. */
  #load(key: string, query: Query): Promise<V | undefined> {
    const now = Date.now();
    return (
      this.#flights.join(key, now) ??
      this.#flights.start(
        key,
        this.#freshness.expiryOfFound(now),
        () => this.#askWarehouse(query),
        value => this.#store(key, query, value, now),
      )
    );
  }

  async #askWarehouse(query: Query): Promise<V | undefined> {
    this.#counts.loads++;
    try {
      return await this.#options.load(query);
    } catch (error) {
      this.#counts.failedLoads++;
      throw error;
    }
  }

  #store(key: string, query: Query, value: V | undefined, startedAt: number): void {
    const entry = this.#freshness.entryFor(value, startedAt);
    if (!entry) return this.#entries.delete(key);
    this.#entries.set(key, entry, this.#options.sizeOf(value, query));
    const keys = this.#stored.get(query.dataset) ?? new Set();
    // A key that has been evicted meanwhile does no harm here; the sweep keeps the set small.
    for (const other of keys) if (!this.#entries.peek(other)) keys.delete(other);
    this.#stored.set(query.dataset, keys.add(key));
  }

  #keyOf(query: Query): string {
    return keyOf(query, 1);
  }
}
