import { read, write, type Commands } from '../command';
import { sizeOf, type Database } from '../database';
import { globMatches } from '../glob';
import { integer, integerOf } from '../numbers';
import { error, ok, Status, syntaxError, type Reply } from '../reply';
import { SortedSet } from '../sortedSet';
import { Stream } from '../stream';
import { MemberSet, TextValue, type Value } from '../value';
import { expireCommand, ttlCommand } from './expiry';

/** Commands for keys whatever they hold. `random` is [0, 1), from the seed of the check. */
export const keyCommands = (random: () => number): Commands => ({
  del: write(-2, remove),
  unlink: write(-2, remove),
  exists: read(-2, (db, keys) => keys.filter(key => db.has(key)).length),
  touch: read(-2, (db, keys) => keys.filter(key => db.has(key)).length),
  type: read(2, (db, [key]) => new Status(db.typeOf(key!) ?? 'none')),
  keys: read(2, (db, [pattern]) => db.keys().filter(key => globMatches(pattern!, key))),
  scan: read(-2, scan),
  expire: write(-3, expireCommand('expire', true, false)),
  pexpire: write(-3, expireCommand('pexpire', false, false)),
  expireat: write(-3, expireCommand('expireat', true, true)),
  pexpireat: write(-3, expireCommand('pexpireat', false, true)),
  ttl: read(2, ttlCommand(true, false)),
  pttl: read(2, ttlCommand(false, false)),
  expiretime: read(2, ttlCommand(true, true)),
  pexpiretime: read(2, ttlCommand(false, true)),
  persist: write(2, (db, [key]) => {
    if (db.expiry(key!) === undefined) return 0;
    db.expire(key!, undefined);
    return 1;
  }),
  rename: write(3, (db, [from, to]) => {
    if (!db.has(from!)) throw error('no such key');
    move(db, from!, to!);
    return ok;
  }),
  renamenx: write(3, (db, [from, to]) => {
    if (!db.has(from!)) throw error('no such key');
    if (db.has(to!)) return 0;
    move(db, from!, to!);
    return 1;
  }),
  copy: write(-3, (db, [from, to, ...options]) => {
    const replaces = options.some(option => option.toLowerCase() === 'replace');
    if (options.length > (replaces ? 1 : 0)) throw syntaxError();
    if (from === to) throw error('source and destination objects are the same');
    const value = db.value(from!);
    if (!value || (db.has(to!) && !replaces)) return 0;
    db.grow(sizeOf(value));
    db.put(to!, copyOf(value));
    const expires = db.expiry(from!);
    if (expires !== undefined) db.expire(to!, expires);
    return 1;
  }),
  randomkey: read(1, db => {
    const keys = db.keys();
    return keys.length === 0 ? null : keys[Math.floor(random() * keys.length)]!;
  }),
  dbsize: read(1, db => db.size),
  flushdb: write(-1, flush),
  flushall: write(-1, flush),
  time: read(1, db => [String(Math.floor(db.now / 1_000)), String((db.now % 1_000) * 1_000)]),
});

const remove = (db: Database, keys: readonly string[]): Reply => keys.filter(key => db.delete(key)).length;

function flush(db: Database, options: readonly string[]): Reply {
  const [mode] = options;
  const isMode = mode === undefined || ['async', 'sync'].includes(mode.toLowerCase());
  if (options.length > 1 || !isMode) throw syntaxError();
  db.clear();
  return ok;
}

function move(db: Database, from: string, to: string): void {
  if (from === to) return;
  const value = db.value(from)!;
  const expires = db.expiry(from);
  db.delete(from);
  db.put(to, value);
  if (expires !== undefined) db.expire(to, expires);
}

function copyOf(value: Value): Value {
  switch (value.kind) {
    case 'string':
      return { kind: 'string', value: new TextValue(value.value.toString()) };
    case 'hash':
      return { kind: 'hash', value: new Map(value.value) };
    case 'list':
      return { kind: 'list', value: [...value.value] };
    case 'set': {
      const copy = new MemberSet();
      for (const member of value.value.values()) copy.add(member);
      return { kind: 'set', value: copy };
    }
    case 'zset': {
      const copy = new SortedSet();
      for (const { member, score } of value.value.slice(0, value.value.size)) copy.set(member, score);
      return { kind: 'zset', value: copy };
    }
    case 'stream': {
      const copy = new Stream();
      for (const entry of value.value.entries) copy.add(entry);
      copy.last = value.value.last;
      return { kind: 'stream', value: copy };
    }
  }
}

/** What SCAN, HSCAN, SSCAN and ZSCAN have in common: a cursor that counts items. */
export interface ScanOptions {
  readonly from: number;
  readonly count: number;
  readonly match: string | undefined;
  readonly type: string | undefined;
}

export function readScan(cursor: string, options: readonly string[], hasType: boolean): ScanOptions {
  if (!/^\d{1,19}$/.test(cursor)) throw error('invalid cursor');
  let count = 10;
  let match: string | undefined;
  let type: string | undefined;
  for (let index = 0; index < options.length; index += 2) {
    const value = options[index + 1];
    const option = options[index]!.toLowerCase();
    if (value === undefined) throw syntaxError();
    if (option === 'count') {
      count = integer(value);
      if (count < 1) throw syntaxError();
    } else if (option === 'match') match = value;
    else if (option === 'type' && hasType) type = value.toLowerCase();
    else throw syntaxError();
  }
  return { from: Number(integerOf(cursor) ?? 0n), count, match, type };
}

function scan(db: Database, [cursor, ...options]: readonly string[]): Reply {
  const { from, count, match, type } = readScan(cursor!, options, true);
  const keys = db.keys();
  const next = from + count < keys.length ? from + count : 0;
  const found = keys
    .slice(from, from + count)
    .filter(key => match === undefined || globMatches(match, key))
    .filter(key => type === undefined || db.typeOf(key) === type);
  return [String(next), found];
}
