import type { Deadline } from './deadline';
import type { Device, HybridAuthOptions, Store } from './types';

export interface Entry extends Device {
  readonly newest: string;
  readonly before: string | undefined;
}

/** An entry and the text that it was read from, which is what it may be replaced on condition of. */
export interface Read {
  readonly entry: Entry;
  readonly text: string;
}

/**
 * An entry for each device, and one for each user with the ids of the devices, by single commands. What must not be
 * changed meanwhile is written with `compareAndSet`, and read again if it was; an entry that is gone never comes back.
 */
export class DeviceEntries {
  constructor(
    private readonly store: Store,
    private readonly options: HybridAuthOptions,
    private readonly userId: string,
    private readonly deadline: Deadline,
  ) {}

  async read(deviceId: string): Promise<Read | undefined> {
    const text = await this.deadline.of(() => this.store.get(this.#key(deviceId)));
    if (text === undefined) return undefined;
    const entry = JSON.parse(text) as Entry;
    return this.#left(entry) > 0 ? { entry, text } : undefined;
  }

  /** False if it was changed or ended since it was read. */
  replace(read: Read, entry: Entry): Promise<boolean> {
    const { deviceId } = entry;
    return this.deadline.of(() =>
      this.store.compareAndSet(this.#key(deviceId), read.text, JSON.stringify(entry), this.#left(entry)),
    );
  }

  /** The entry comes first: whoever is in the list has one. Whoever leaves the list loses theirs. */
  async add(entry: Entry): Promise<void> {
    const text = JSON.stringify(entry);
    await this.deadline.of(() => this.store.set(this.#key(entry.deviceId), text, this.#left(entry)));
    for (;;) {
      const list = await this.#list();
      const alive = await this.#alive(list);
      const kept = alive.slice(0, this.options.maxDevices - 1).map(({ deviceId }) => deviceId);
      if (!(await this.#replaceList(list, [entry.deviceId, ...kept]))) continue;
      await this.#end(idsOf(list).filter(id => !kept.includes(id)));
      return;
    }
  }

  async all(): Promise<readonly Entry[]> {
    return this.#alive(await this.#list());
  }

  async end(isMeant: (deviceId: string) => boolean): Promise<number> {
    let ended = 0;
    for (;;) {
      const list = await this.#list();
      const ids = idsOf(list);
      const meant = ids.filter(isMeant);
      ended += await this.#end(meant);
      if (
        meant.length === 0 ||
        (await this.#replaceList(
          list,
          ids.filter(id => !meant.includes(id)),
        ))
      )
        return ended;
    }
  }

  async #alive(list: string | undefined): Promise<readonly Entry[]> {
    const reads = await Promise.all(idsOf(list).map(id => this.read(id)));
    const entries = reads.flatMap(read => (read ? [read.entry] : []));
    return entries.sort((a, b) => b.lastUsedAt - a.lastUsedAt);
  }

  async #end(ids: readonly string[]): Promise<number> {
    const ended = await Promise.all(ids.map(id => this.deadline.of(() => this.store.delete(this.#key(id)))));
    return ended.filter(Boolean).length;
  }

  #list(): Promise<string | undefined> {
    return this.deadline.of(() => this.store.get(this.#listKey));
  }

  #replaceList(from: string | undefined, ids: readonly string[]): Promise<boolean> {
    const { absoluteMs } = this.options;
    return this.deadline.of(() =>
      this.store.compareAndSet(this.#listKey, from, JSON.stringify(ids), absoluteMs),
    );
  }

  #left({ signedInAt, lastUsedAt }: Entry): number {
    const { idleMs, absoluteMs } = this.options;
    return Math.min(lastUsedAt + idleMs, signedInAt + absoluteMs) - Date.now();
  }

  get #listKey(): string {
    return JSON.stringify(['devices', this.userId]);
  }

  #key(deviceId: string): string {
    return JSON.stringify(['device', this.userId, deviceId]);
  }
}

const idsOf = (list: string | undefined): readonly string[] =>
  list === undefined ? [] : (JSON.parse(list) as string[]);
