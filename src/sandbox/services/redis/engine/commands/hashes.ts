import { read, write, type Commands } from '../command';
import type { Database } from '../database';
import { globMatches } from '../glob';
import { bigInteger, integer, integerOf, short, sum } from '../numbers';
import { error, ok, syntaxError, wrongArity, type Reply } from '../reply';
import { addFloat } from './strings';
import { readScan } from './keys';

export const hashCommands = (random: () => number): Commands => ({
  hset: write(-4, (db, [key, ...pairs]) => setFields(db, 'hset', key!, pairs)),
  hmset: write(-4, (db, [key, ...pairs]) => {
    setFields(db, 'hmset', key!, pairs);
    return ok;
  }),
  hsetnx: write(4, (db, [key, field, value]) => {
    if (db.read(key!, 'hash')?.has(field!)) return 0;
    db.open(key!, 'hash').set(field!, value!);
    db.touch(key!);
    return 1;
  }),
  hget: read(3, (db, [key, field]) => db.read(key!, 'hash')?.get(field!) ?? null),
  hmget: read(-3, (db, [key, ...fields]) => {
    const hash = db.read(key!, 'hash');
    return fields.map(field => hash?.get(field) ?? null);
  }),
  hgetall: read(2, (db, [key]) => [...(db.read(key!, 'hash') ?? [])].flat()),
  hkeys: read(2, (db, [key]) => [...(db.read(key!, 'hash')?.keys() ?? [])]),
  hvals: read(2, (db, [key]) => [...(db.read(key!, 'hash')?.values() ?? [])]),
  hlen: read(2, (db, [key]) => db.read(key!, 'hash')?.size ?? 0),
  hexists: read(3, (db, [key, field]) => (db.read(key!, 'hash')?.has(field!) ? 1 : 0)),
  hstrlen: read(3, (db, [key, field]) => db.read(key!, 'hash')?.get(field!)?.length ?? 0),
  hdel: write(-3, (db, [key, ...fields]) => {
    const hash = db.read(key!, 'hash');
    if (!hash) return 0;
    const deleted = fields.filter(field => hash.delete(field)).length;
    if (deleted > 0) db.changedCollection(key!, hash.size);
    return deleted;
  }),
  hincrby: write(4, (db, [key, field, by]) => {
    const amount = bigInteger(by!);
    const before = db.read(key!, 'hash')?.get(field!) ?? '0';
    const value = integerOf(before);
    if (value === undefined) throw error('hash value is not an integer');
    const result = sum(value, amount);
    db.open(key!, 'hash').set(field!, result.toString());
    db.touch(key!);
    return short(result);
  }),
  hincrbyfloat: write(4, (db, [key, field, by]) => {
    const before = db.read(key!, 'hash')?.get(field!) ?? '0';
    const result = addFloat(before, by!, 'hash value is not a float');
    db.open(key!, 'hash').set(field!, result);
    db.touch(key!);
    return result;
  }),
  hrandfield: read(-2, (db, [key, count, ...options]) => {
    const hash = db.read(key!, 'hash');
    const withValues = options[0]?.toLowerCase() === 'withvalues';
    if (options.length > (withValues ? 1 : 0)) throw syntaxError();
    const fields = [...(hash?.keys() ?? [])];
    if (count === undefined) return fields[Math.floor(random() * fields.length)] ?? null;
    const picked = pick(fields, integer(count), random);
    return withValues ? picked.flatMap(field => [field, hash!.get(field)!]) : picked;
  }),
  hscan: read(-3, (db, [key, cursor, ...options]) => {
    const { match } = readScan(cursor!, options, false);
    const pairs = [...(db.read(key!, 'hash') ?? [])];
    return ['0', pairs.filter(([field]) => match === undefined || globMatches(match, field)).flat()];
  }),
});

function setFields(db: Database, command: string, key: string, pairs: readonly string[]): Reply {
  if (pairs.length % 2 !== 0) throw wrongArity(command);
  const hash = db.open(key, 'hash');
  let added = 0;
  for (let index = 0; index < pairs.length; index += 2) {
    if (!hash.has(pairs[index]!)) added++;
    hash.set(pairs[index]!, pairs[index + 1]!);
  }
  db.touch(key);
  return added;
}

/** As many different items, or, for a negative count, that many with repetitions. */
export function pick(items: readonly string[], count: number, random: () => number): string[] {
  if (items.length === 0) return [];
  const any = (): string => items[Math.floor(random() * items.length)]!;
  if (count < 0) return Array.from({ length: Math.min(-count, 1_000_000) }, any);
  const left = [...items];
  const picked: string[] = [];
  while (picked.length < count && left.length > 0)
    picked.push(...left.splice(Math.floor(random() * left.length), 1));
  return picked;
}
