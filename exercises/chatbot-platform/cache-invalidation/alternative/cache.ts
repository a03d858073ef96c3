import { loose, RecencyList, type Link } from './lru.ts';
import type { Answer, CacheOptions, Query, QueryCache, Stats } from './types.ts';

/** A number that only grows: what began before what, also within one millisecond. */
type Turn = number;

interface Stored<V> {
  readonly value: V | undefined;
  readonly began: Turn;
  readonly expiresAt: number;
  readonly bytes: number;
}

interface Load<V> {
  readonly began: Turn;
  readonly joinableUntil: number;
  readonly result: Promise<V | undefined>;
}

/** Everything about one query. It exists while something is stored or a load is out, and not a moment longer. */
interface Slot<V> extends Link {
  readonly key: string;
  readonly dataset: string;
  stored: Stored<V> | undefined;
  /** The load that began last. */
  load: Load<V> | undefined;
  loadsOut: number;
  /** The latest beginning among the loads that have brought something, stored or not. */
  landed: Turn;
  /** When the last event for this query came. */
  changedAt: Turn;
}

/**
 * The second way: one logical clock instead of identities and versioned keys. Every load and every event takes a
 * number. A load may be joined, and its result stored, only if it began after the last event for its query and the
 * last for its data set; and it is not stored once a load that began later has brought something. An event is therefore
 * one assignment, and the proof that nothing outdated is served is a comparison of two numbers.
 *
 * A read is O(length of the query); memory is O(stored answers + loads in flight + data sets).
 */
export function createCache<V>(options: CacheOptions<V>): QueryCache<V> {
  const { load, ttlMs, maxBytes, sizeOf } = options;
  const { alignMs = Infinity, offsetMs = 0, negativeTtlMs = 0 } = options;
  const { refreshAheadMs = 0, staleWhileRevalidateMs = 0, staleIfErrorMs = 0 } = options;

  const slots = new Map</* key */ string, Slot<V>>();
  const changedAt = new Map</* data set */ string, Turn>();
  const recency = new RecencyList<Slot<V>>();
  const counts = { hits: 0, misses: 0, staleServes: 0, loads: 0, failedLoads: 0, evictions: 0, bytes: 0 };
  let turn: Turn = 0;

  const periodOf = (moment: number): number => Math.floor((moment - offsetMs) / alignMs);
  const expiryOf = (startedAt: number, lifetimeMs: number): number =>
    Math.min(startedAt + lifetimeMs, (periodOf(startedAt) + 1) * alignMs + offsetMs);

  /** Each part with its length in front: what follows cannot be taken for a part of it. */
  const keyOf = ({ dataset, params }: Query): string =>
    [dataset, ...params].map(part => `${part.length}:${part}`).join('');

  const isCurrent = (slot: Slot<V>, began: Turn): boolean =>
    began > slot.changedAt && began > (changedAt.get(slot.dataset) ?? 0);

  function slotOf(query: Query): Slot<V> {
    const key = keyOf(query);
    let slot = slots.get(key);
    if (!slot) {
      const fields = {
        key,
        dataset: query.dataset,
        stored: undefined,
        load: undefined,
        loadsOut: 0,
        landed: 0,
        changedAt: 0,
      };
      slot = loose<Omit<Slot<V>, keyof Link>>(fields);
      slots.set(key, slot);
    }
    return slot;
  }

  function forgetIfIdle(slot: Slot<V>): void {
    if (!slot.stored && slot.loadsOut === 0) slots.delete(slot.key);
  }

  function clear(slot: Slot<V>): void {
    counts.bytes -= slot.stored?.bytes ?? 0;
    slot.stored = undefined;
    recency.remove(slot);
  }

  function land(slot: Slot<V>, query: Query, value: V | undefined, began: Turn, startedAt: number): void {
    if (!isCurrent(slot, began) || began < slot.landed) return;
    slot.landed = began;
    clear(slot);
    if (value === undefined && negativeTtlMs === 0) return;
    const bytes = sizeOf(value, query);
    if (bytes > maxBytes) return;
    for (let oldest; counts.bytes + bytes > maxBytes && (oldest = recency.oldest); counts.evictions++) {
      clear(oldest);
      forgetIfIdle(oldest);
    }
    const expiresAt = expiryOf(startedAt, value === undefined ? negativeTtlMs : ttlMs);
    slot.stored = { value, began, expiresAt, bytes };
    counts.bytes += bytes;
    recency.use(slot);
  }

  async function run(slot: Slot<V>, query: Query, began: Turn, startedAt: number): Promise<V | undefined> {
    counts.loads++;
    try {
      const value = await load(query);
      land(slot, query, value, began, startedAt);
      return value;
    } catch (error) {
      counts.failedLoads++;
      throw error;
    } finally {
      slot.loadsOut--;
      if (slot.load?.began === began) slot.load = undefined;
      forgetIfIdle(slot);
    }
  }

  function joinOrLoad(slot: Slot<V>, query: Query): Promise<V | undefined> {
    const now = Date.now();
    const current = slot.load;
    if (current && now < current.joinableUntil && isCurrent(slot, current.began)) return current.result;
    const began = ++turn;
    slot.loadsOut++;
    // Begins in a microtask, so that a load that throws at once finds `slot.load` set when it clears up.
    const result = Promise.resolve().then(() => run(slot, query, began, now));
    slot.load = { began, joinableUntil: expiryOf(now, ttlMs), result };
    return result;
  }

  function serve(slot: Slot<V>, { value, expiresAt }: Stored<V>): Answer<V> {
    recency.use(slot);
    const fresh = Date.now() < expiresAt;
    if (fresh) counts.hits++;
    else counts.staleServes++;
    return { value, state: fresh ? 'hit' : 'stale' };
  }

  /** What is stored and has not been outdated by an event. */
  function usable(slot: Slot<V>): Stored<V> | undefined {
    return slot.stored && isCurrent(slot, slot.stored.began) ? slot.stored : undefined;
  }

  async function get(query: Query): Promise<Answer<V>> {
    const slot = slotOf(query);
    const stored = usable(slot);
    const left = stored ? stored.expiresAt - Date.now() : -Infinity;
    const isFound = stored?.value !== undefined;
    if (stored && left > 0) {
      const gains = expiryOf(Date.now(), ttlMs) > stored.expiresAt;
      if (isFound && left <= refreshAheadMs && gains) joinOrLoad(slot, query).catch(() => undefined);
      return serve(slot, stored);
    }
    if (stored && isFound && -left < staleWhileRevalidateMs) {
      joinOrLoad(slot, query).catch(() => undefined);
      return serve(slot, stored);
    }
    try {
      const value = await joinOrLoad(slot, query);
      counts.misses++;
      return { value, state: 'miss' };
    } catch (error) {
      const fallback = usable(slot);
      if (fallback?.value !== undefined && Date.now() < fallback.expiresAt + staleIfErrorMs)
        return serve(slot, fallback);
      counts.misses++;
      throw error;
    }
  }

  return {
    get,
    invalidate(query) {
      const slot = slots.get(keyOf(query));
      if (!slot) return;
      slot.changedAt = ++turn;
      clear(slot);
      forgetIfIdle(slot);
    },
    bumpVersion(dataset) {
      changedAt.set(dataset, ++turn);
    },
    stats: (): Stats => ({ ...counts }),
  };
}
