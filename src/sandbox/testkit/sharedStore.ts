import type { LinkOptions, SharedStore, StoreClient, StoreView } from '../../../media/types/testkit';
import { numberIn } from './arguments';
import type { KitPowers } from './kitPowers';
import { createLink } from './link';

interface Entry {
  readonly value: string;
  /** On the store's clock; Infinity without an expiry. */
  readonly expiresAt: number;
}

/** The store on its machine: one thing at a time. */
class StoreMachine {
  complaint: string | undefined;
  private entries = new Map</* key */ string, Entry>();
  private isScriptRunning = false;
  private readonly view: StoreView;

  /** @param time the store's clock, in epoch milliseconds */
  constructor(
    private readonly time: () => number,
    harden: KitPowers['harden'],
  ) {
    this.view = harden(this.createView());
  }

  get live(): ReadonlyMap<string, Entry> {
    const now = this.time();
    for (const [key, { expiresAt }] of this.entries) if (expiresAt <= now) this.entries.delete(key);
    return this.entries;
  }

  /** All of it or nothing. */
  carryOut(script: (view: StoreView) => unknown): unknown {
    const before = new Map(this.live);
    this.isScriptRunning = true;
    try {
      const result = script(this.view);
      if (result instanceof Promise)
        throw new TypeError('A script has to be synchronous; it gave a promise.');
      return result;
    } catch (error) {
      this.entries = before;
      this.complaint = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.isScriptRunning = false;
    }
  }

  private createView(): StoreView {
    return {
      get: key => this.read(key)?.value,
      set: (key, value, ttlMs) => this.write(key, value, this.expiry(ttlMs)),
      increment: (key, by = 1) => {
        const entry = this.read(key);
        const sum = Number(entry?.value ?? '0') + by;
        if (!Number.isSafeInteger(sum))
          throw new TypeError(`increment: ${JSON.stringify(key)} does not hold a whole number.`);
        this.write(key, String(sum), entry?.expiresAt ?? Infinity);
        return sum;
      },
      expire: (key, ttlMs) => {
        const entry = this.read(key);
        if (entry) this.write(key, entry.value, this.expiry(ttlMs));
        return entry !== undefined;
      },
      delete: key => {
        this.read(key);
        return this.entries.delete(key);
      },
      time: () => this.time(),
    };
  }

  private read(key: unknown): Entry | undefined {
    if (!this.isScriptRunning)
      throw new Error('The script has ended; its view of the store is of no use any more.');
    if (typeof key !== 'string') throw new TypeError('Keys have to be strings.');
    return this.entries.get(key);
  }

  private write(key: string, value: unknown, expiresAt: number): void {
    this.read(key);
    if (typeof value !== 'string') throw new TypeError('Values have to be strings.');
    this.entries.set(key, { value, expiresAt });
  }

  private expiry(ttlMs: number | undefined): number {
    return ttlMs === undefined ? Infinity : this.time() + numberIn('ttlMs', ttlMs, { min: 1, whole: true });
  }
}

export function createSharedStore(
  powers: KitPowers,
  epoch: number,
  { skewMs = 0, ...options }: LinkOptions & { readonly skewMs?: number } = {},
): SharedStore {
  numberIn('sharedStore: skewMs', skewMs, { min: -Number.MAX_SAFE_INTEGER });
  // The store's clock is its own: a suite that moves the wall clock of the servers does not move this one.
  const machine = new StoreMachine(() => epoch + Math.floor(powers.clock.elapsed()) + skewMs, powers.harden);
  const network = createLink(
    powers,
    (script: (view: StoreView) => unknown) => machine.carryOut(script),
    options,
  );
  const client: StoreClient = powers.harden({
    get: key => network.call(db => db.get(key)) as Promise<string | undefined>,
    set: (key, value, ttlMs) => network.call(db => db.set(key, value, ttlMs)) as Promise<void>,
    increment: (key, by) => network.call(db => db.increment(key, by)) as Promise<number>,
    expire: (key, ttlMs) => network.call(db => db.expire(key, ttlMs)) as Promise<boolean>,
    delete: key => network.call(db => db.delete(key)) as Promise<boolean>,
    compareAndSet: (key, expected, value, ttlMs) =>
      network.call(db => {
        if (db.get(key) !== expected) return false;
        db.set(key, value, ttlMs);
        return true;
      }) as Promise<boolean>,
    time: () => network.call(db => db.time()) as Promise<number>,
    transaction: async <T>(script: (store: StoreView) => T): Promise<T> =>
      (await network.call(db => script(db))) as T,
  } satisfies StoreClient);
  return powers.harden({
    client,
    get size() {
      return machine.live.size;
    },
    get keys() {
      return powers.harden([...machine.live.keys()]);
    },
    get bytes() {
      let sum = 0;
      for (const [key, { value }] of machine.live) sum += key.length + value.length;
      return sum;
    },
    get complaint() {
      return machine.complaint;
    },
    apply: (fault, when) => network.apply(fault, when),
    heal: () => network.heal(),
    counts: () => network.counts(),
  });
}
