import { read, write, type Commands } from '../command';
import type { Database } from '../database';
import { globMatches } from '../glob';
import { integer } from '../numbers';
import { error, syntaxError, type Reply } from '../reply';
import { pick } from './hashes';
import { readScan } from './keys';

type Combine = (sets: readonly ReadonlySet<string>[]) => string[];

const union: Combine = sets => [...new Set(sets.flatMap(set => [...set]))];
const intersection: Combine = ([first, ...others]) =>
  [...(first ?? [])].filter(member => others.every(set => set.has(member)));
const difference: Combine = ([first, ...others]) =>
  [...(first ?? [])].filter(member => !others.some(set => set.has(member)));

const setsOf = (db: Database, keys: readonly string[]): ReadonlySet<string>[] =>
  keys.map(key => new Set(db.read(key, 'set')?.values()));

const combined = (combine: Combine) => read(-2, (db, keys) => sorted(combine(setsOf(db, keys))));

const stored = (combine: Combine) =>
  write(-3, (db, [target, ...keys]) => {
    const members = combine(setsOf(db, keys));
    db.delete(target!);
    return add(db, target!, members);
  });

/** Sets of integers come out in order, as they would out of a new set. */
function sorted(members: string[]): string[] {
  const isInteger = (member: string): boolean => /^(?:0|-?[1-9]\d{0,14})$/.test(member);
  return members.every(isInteger) && members.length <= 512
    ? members.sort((a, b) => Number(a) - Number(b))
    : members;
}

function add(db: Database, key: string, members: readonly string[]): number {
  if (members.length === 0) return 0;
  db.grow(members.reduce((bytes, member) => bytes + member.length, 0));
  const set = db.open(key, 'set');
  const added = members.filter(member => set.add(member)).length;
  if (added > 0) db.touch(key);
  return added;
}

export const setCommands = (random: () => number): Commands => ({
  sadd: write(-3, (db, [key, ...members]) => {
    db.read(key!, 'set');
    return add(db, key!, members);
  }),
  srem: write(-3, (db, [key, ...members]) => {
    const set = db.read(key!, 'set');
    if (!set) return 0;
    const removed = members.filter(member => set.delete(member)).length;
    if (removed > 0) db.changedCollection(key!, set.size);
    return removed;
  }),
  smembers: read(2, (db, [key]) => db.read(key!, 'set')?.values() ?? []),
  sismember: read(3, (db, [key, member]) => (db.read(key!, 'set')?.has(member!) ? 1 : 0)),
  smismember: read(-3, (db, [key, ...members]) => {
    const set = db.read(key!, 'set');
    return members.map(member => (set?.has(member) ? 1 : 0));
  }),
  scard: read(2, (db, [key]) => db.read(key!, 'set')?.size ?? 0),
  spop: write(-2, (db, [key, count, ...more]) => {
    if (more.length > 0) throw syntaxError();
    const outOfRange = () => error('value is out of range, must be positive');
    const most = count === undefined ? 1 : integer(count, outOfRange);
    if (most < 0) throw outOfRange();
    const set = db.read(key!, 'set');
    const picked = set ? pick(set.values(), most, random) : [];
    for (const member of picked) set!.delete(member);
    if (picked.length > 0) db.changedCollection(key!, set!.size);
    return count === undefined ? (picked[0] ?? null) : picked;
  }),
  srandmember: read(-2, (db, [key, count, ...more]) => {
    if (more.length > 0) throw syntaxError();
    const most = count === undefined ? 1 : integer(count);
    const picked = pick(db.read(key!, 'set')?.values() ?? [], most, random);
    return count === undefined ? (picked[0] ?? null) : picked;
  }),
  smove: write(4, (db, [from, to, member]): Reply => {
    const set = db.read(from!, 'set');
    db.read(to!, 'set');
    if (!set?.has(member!)) return 0;
    if (from === to) return 1;
    set.delete(member!);
    db.changedCollection(from!, set.size);
    db.open(to!, 'set').add(member!);
    db.touch(to!);
    return 1;
  }),
  sunion: combined(union),
  sinter: combined(intersection),
  sdiff: combined(difference),
  sunionstore: stored(union),
  sinterstore: stored(intersection),
  sdiffstore: stored(difference),
  sintercard: read(-3, (db, [count, ...rest]) => {
    const keys = integer(count!, () => error('numkeys should be greater than 0'));
    if (keys < 1) throw error('numkeys should be greater than 0');
    if (keys > rest.length) throw error("Number of keys can't be greater than number of args");
    const [option, amount, ...more] = rest.slice(keys);
    let limit = 0;
    if (option !== undefined) {
      if (option.toLowerCase() !== 'limit' || amount === undefined || more.length > 0) throw syntaxError();
      const negative = () => error("LIMIT can't be negative");
      limit = integer(amount, negative);
      if (limit < 0) throw negative();
    }
    const { length } = intersection(setsOf(db, rest.slice(0, keys)));
    return limit > 0 ? Math.min(limit, length) : length;
  }),
  sscan: read(-3, (db, [key, cursor, ...options]) => {
    const { match } = readScan(cursor!, options, false);
    const members = db.read(key!, 'set')?.values() ?? [];
    return ['0', members.filter(member => match === undefined || globMatches(match, member))];
  }),
});
