import { expiryOf, type Boundaries } from './expiry.ts';
import type { CacheOptions } from './types.ts';

/** An answer as it is stored. */
export interface Entry<V> {
  /** `undefined`: the warehouse has no such data. */
  readonly value: V | undefined;
  /** The first moment at which it is not fresh. */
  readonly expiresAt: number;
}

/**
 * - `fresh`: serve it;
 * - `due`: serve it, and load a new one behind the reader's back;
 * - `stale`: expired, but serve it while a new one is loaded;
 * - `expired`: load and wait.
 */
export type Phase = 'fresh' | 'due' | 'stale' | 'expired';

/** Every rule about time in one place, as questions about one entry and one moment. All are O(1). */
export class Freshness<V> {
  readonly #ttlMs: number;
  readonly #negativeTtlMs: number;
  readonly #refreshAheadMs: number;
  readonly #staleWhileRevalidateMs: number;
  readonly #staleIfErrorMs: number;
  readonly #boundaries: Boundaries | undefined;

  constructor(options: CacheOptions<V>) {
    this.#ttlMs = options.ttlMs;
    this.#negativeTtlMs = options.negativeTtlMs ?? 0;
    this.#refreshAheadMs = options.refreshAheadMs ?? 0;
    this.#staleWhileRevalidateMs = options.staleWhileRevalidateMs ?? 0;
    this.#staleIfErrorMs = options.staleIfErrorMs ?? 0;
    this.#boundaries =
      options.alignMs === undefined
        ? undefined
        : { alignMs: options.alignMs, offsetMs: options.offsetMs ?? 0 };
  }

  /** Until when a found answer of a load that began at `startedAt` is fresh, and so the load worth joining. */
  expiryOfFound(startedAt: number): number {
    return expiryOf(startedAt, this.#ttlMs, this.#boundaries);
  }

  /** What to store for a load's result; undefined if it is not to be stored. */
  entryFor(value: V | undefined, startedAt: number): Entry<V> | undefined {
    if (value) return { value, expiresAt: this.expiryOfFound(startedAt) };
    if (this.#negativeTtlMs === 0) return undefined;
    return { value: undefined, expiresAt: expiryOf(startedAt, this.#negativeTtlMs, this.#boundaries) };
  }

  phaseOf(entry: Entry<V>, now: number): Phase {
    if (now < entry.expiresAt) return this.#isDue(entry, now) ? 'due' : 'fresh';
    return this.#within(this.#staleWhileRevalidateMs, entry, now) ? 'stale' : 'expired';
  }

  /** Asked when a load has failed: the bound is about the age of what is served, not about when it was asked for. */
  mayReplaceError(entry: Entry<V>, now: number): boolean {
    return this.#within(this.#staleIfErrorMs, entry, now);
  }

  /**
   * A refresh must buy time. Just before a boundary it would fetch the data that the boundary is about to end, at the
   * full price, and leave the entry as due as before: every reader of the last minute would do it again.
   */
  #isDue(entry: Entry<V>, now: number): boolean {
    return (
      entry.value !== undefined &&
      entry.expiresAt - now <= this.#refreshAheadMs &&
      this.expiryOfFound(now) > entry.expiresAt
    );
  }

  /** "Not found" has a short life so that new data appears soon; serving it stale would undo that. */
  #within(extraMs: number, entry: Entry<V>, now: number): boolean {
    return entry.value !== undefined && now < entry.expiresAt + extraMs;
  }
}
