import { RedisError, wrongType } from './reply';
import { SortedSet } from './sortedSet';
import { Stream } from './stream';
import { MemberSet, type Kind, type Value, type Values } from './value';

interface Entry {
  readonly value: Value;
  /** Epoch milliseconds; undefined for a key that stays. */
  expires: number | undefined;
}

/** Bytes that the values may take. */
const maxMemory = 48 * 1_024 * 1_024;
/** Bytes of one value. */
export const maxValue = 8 * 1_024 * 1_024;

/** The keys of one server, on a clock that it is told. */
export class Database {
  /** Epoch milliseconds, whole. */
  now = 0;
  /** Counts upwards with each change of any key, for WATCH. */
  private changes = 0;
  private readonly changed = new Map</* key */ string, number>();
  private readonly entries = new Map</* key */ string, Entry>();
  /** No key expires before this moment. */
  private nextExpiry = Infinity;
  /** Bytes that may have been added since they were counted. */
  private growth = 0;
  private counted = 0;

  get size(): number {
    return this.entries.size;
  }

  keys(): string[] {
    return [...this.entries.keys()];
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  typeOf(key: string): Kind | undefined {
    return this.entries.get(key)?.value.kind;
  }

  /** @throws RedisError WRONGTYPE */
  read<K extends Kind>(key: string, kind: K): Values[K] | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    if (entry.value.kind !== kind) throw wrongType();
    return entry.value.value as Values[K];
  }

  /** The value to change, made when it is missing. */
  open<K extends Exclude<Kind, 'string'>>(key: string, kind: K): Values[K] {
    const known = this.read(key, kind);
    if (known) return known;
    const value: Value = emptyValues[kind]();
    this.entries.set(key, { value, expires: undefined });
    return value.value as Values[K];
  }

  /** Replaces a value; whether its time to live stays is said. */
  put(key: string, value: Value, keepTtl = false): void {
    const expires = keepTtl ? this.entries.get(key)?.expires : undefined;
    this.entries.set(key, { value, expires });
    this.touch(key);
  }

  value(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  delete(key: string): boolean {
    if (!this.entries.delete(key)) return false;
    this.touch(key);
    return true;
  }

  /** Deletes a collection that has become empty, and counts the change. */
  changedCollection(key: string, size: number): void {
    if (size === 0) this.entries.delete(key);
    this.touch(key);
  }

  touch(key: string): void {
    this.changed.set(key, ++this.changes);
  }

  /** Differs whenever the key has been changed in between. */
  version(key: string): number {
    return this.changed.get(key) ?? 0;
  }

  expiry(key: string): number | undefined {
    return this.entries.get(key)?.expires;
  }

  expire(key: string, moment: number | undefined): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    entry.expires = moment;
    if (moment !== undefined) this.nextExpiry = Math.min(this.nextExpiry, moment);
    this.touch(key);
  }

  /** Sets the time, and deletes the keys whose moment has passed. */
  moveTo(now: number): void {
    this.now = now;
    if (now <= this.nextExpiry) return;
    this.nextExpiry = Infinity;
    for (const [key, { expires }] of this.entries) {
      if (expires === undefined) continue;
      if (now > expires) this.delete(key);
      else this.nextExpiry = Math.min(this.nextExpiry, expires);
    }
  }

  clear(): void {
    for (const key of this.entries.keys()) this.touch(key);
    this.entries.clear();
    this.nextExpiry = Infinity;
    this.growth = this.counted = 0;
  }

  /** Accounts for bytes that a command adds. @throws RedisError if they do not fit */
  grow(bytes: number): void {
    this.growth += bytes;
    if (this.counted + this.growth <= maxMemory) return;
    this.counted = this.memory();
    if (this.counted + bytes > maxMemory)
      throw new RedisError("OOM command not allowed when used memory > 'maxmemory'.");
    this.growth = bytes;
  }

  /** An estimate of the bytes in use. */
  memory(): number {
    let bytes = 0;
    for (const [key, { value }] of this.entries) bytes += perKey + key.length + sizeOf(value);
    return bytes;
  }
}

const perKey = 64;
const perItem = 48;

const emptyValues: Readonly<Record<Exclude<Kind, 'string'>, () => Value>> = {
  hash: () => ({ kind: 'hash', value: new Map() }),
  list: () => ({ kind: 'list', value: [] }),
  set: () => ({ kind: 'set', value: new MemberSet() }),
  zset: () => ({ kind: 'zset', value: new SortedSet() }),
  stream: () => ({ kind: 'stream', value: new Stream() }),
};

export function sizeOf({ kind, value }: Value): number {
  const texts = (items: Iterable<string>): number => {
    let bytes = 0;
    for (const item of items) bytes += item.length + perItem;
    return bytes;
  };
  switch (kind) {
    case 'string':
      return value.length;
    case 'hash':
      return texts(value.keys()) + texts(value.values());
    case 'list':
      return texts(value);
    case 'set':
      return texts(value.values());
    case 'zset':
      return texts(value.slice(0, value.size).map(({ member }) => member)) + perItem * value.size;
    case 'stream':
      return value.entries.reduce((bytes, { fields }) => bytes + perItem + texts(fields), 0);
  }
}
