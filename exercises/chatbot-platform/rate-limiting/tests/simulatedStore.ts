import { clock, harden, random, trace } from '#testkit';
import type { Store, StoreView } from '#attempt/types';

interface Entry {
  readonly value: string;
  /** On the store's clock; Infinity without an expiry. */
  readonly expiresAt: number;
}

/** `up`: answers. `down`: refuses connections. `silent`: takes calls and never answers. */
export type Health = 'up' | 'down' | 'silent';

/** The store on its machine: its own clock, latency, and a plug that can be pulled. */
export class SimulatedStore {
  /** How long a call takes each way. */
  latency: () => number = () => random.int(1, 2);
  /** The last call that went wrong although the store was up: the limiter's own mistake. */
  complaint: string | undefined;

  private health: Health = 'up';
  private breaksAfter = Infinity;
  private entries = new Map<string, Entry>();
  /** Agrees with no server's wall clock. */
  private readonly offset = Date.UTC(2026, 2, 2, 9) + random.int(0, 7_200_000);
  private viewIsOpen = false;
  private readonly view = this.createView();

  /** How many keys it holds. */
  get size(): number {
    this.expire();
    return this.entries.size;
  }

  /** Characters of keys and values that it holds. */
  get bytes(): number {
    this.expire();
    let sum = 0;
    for (const [key, { value }] of this.entries) sum += key.length + value.length;
    return sum;
  }

  become(health: Health): void {
    this.health = health;
    this.breaksAfter = Infinity;
    trace.state('store', health);
  }

  /** Carries out this many calls more; the reply to the last of them is lost, and from then on it is down. */
  breakAfter(calls: number): void {
    this.breaksAfter = calls;
  }

  /** A connection for one server. */
  connect(): Store {
    const call = <T>(work: (db: StoreView) => T): Promise<T> => this.call(work);
    return harden<Store>({
      get: key => call(db => db.get(key)),
      set: (key, value, ttlMs) => call(db => db.set(key, value, ttlMs)),
      increment: (key, by) => call(db => db.increment(key, by)),
      expire: (key, ttlMs) => call(db => db.expire(key, ttlMs)),
      delete: key => call(db => db.delete(key)),
      compareAndSet: (key, expected, value, ttlMs) =>
        call(db => {
          if (db.get(key) !== expected) return false;
          db.set(key, value, ttlMs);
          return true;
        }),
      time: () => call(db => db.time()),
      transaction: script => call(db => synchronous(script(db))),
    });
  }

  private async call<T>(work: (db: StoreView) => T): Promise<T> {
    await clock.sleep(this.latency());
    if (this.health === 'silent') return new Promise<never>(() => {});
    if (this.health === 'up') {
      const result = this.carryOut(work);
      if (--this.breaksAfter <= 0) this.become('down');
      await clock.sleep(this.latency());
      this.refuseIfDown('read ECONNRESET: the connection to the store broke');
      return result;
    }
    await clock.sleep(this.latency());
    throw new Error('connect ECONNREFUSED: the store is down');
  }

  private refuseIfDown(message: string): void {
    if (this.health === 'down') throw new Error(message);
  }

  private carryOut<T>(work: (db: StoreView) => T): T {
    this.expire();
    const before = new Map(this.entries);
    this.viewIsOpen = true;
    try {
      return work(this.view);
    } catch (error) {
      this.entries = before;
      this.complaint = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.viewIsOpen = false;
    }
  }

  private createView(): StoreView {
    const open = (): Map<string, Entry> => {
      if (!this.viewIsOpen)
        throw new Error('The script has ended; its view of the store is of no use any more.');
      return this.entries;
    };
    const write = (key: string, value: string, expiresAt: number): void => {
      if (typeof key !== 'string' || typeof value !== 'string')
        throw new TypeError('Keys and values have to be strings.');
      open().set(key, { value, expiresAt });
    };
    return harden<StoreView>({
      get: key => open().get(key)?.value,
      set: (key, value, ttlMs) => write(key, value, this.expiry(ttlMs)),
      increment: (key, by = 1) => {
        const entry = open().get(key);
        const sum = Number(entry?.value ?? '0') + by;
        if (!Number.isSafeInteger(sum))
          throw new TypeError(`increment: ${JSON.stringify(key)} does not hold a whole number.`);
        write(key, String(sum), entry?.expiresAt ?? Infinity);
        return sum;
      },
      expire: (key, ttlMs) => {
        const entry = open().get(key);
        if (entry) write(key, entry.value, this.expiry(ttlMs));
        return entry !== undefined;
      },
      delete: key => open().delete(key),
      time: () => this.time(),
    });
  }

  private time(): number {
    return this.offset + Math.floor(clock.elapsed());
  }

  private expiry(ttlMs: number | undefined): number {
    if (ttlMs === undefined) return Infinity;
    if (!Number.isInteger(ttlMs) || ttlMs < 1)
      throw new RangeError(`ttlMs has to be a whole number, at least 1; it was ${ttlMs}.`);
    return this.time() + ttlMs;
  }

  private expire(): void {
    const now = this.time();
    for (const [key, { expiresAt }] of this.entries) if (expiresAt <= now) this.entries.delete(key);
  }
}

function synchronous<T>(result: T): T {
  if (result instanceof Promise) throw new TypeError('A script has to be synchronous; it gave a promise.');
  return result;
}
