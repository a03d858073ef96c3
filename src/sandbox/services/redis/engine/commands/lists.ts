import { read, write, type Commands } from '../command';
import type { Database } from '../database';
import { integer } from '../numbers';
import { error, ok, syntaxError, type Reply } from '../reply';

type Side = 'left' | 'right';

export const listCommands: Commands = {
  lpush: write(-3, (db, [key, ...items]) => push(db, key!, items, 'left')),
  rpush: write(-3, (db, [key, ...items]) => push(db, key!, items, 'right')),
  lpushx: write(-3, (db, [key, ...items]) => (db.read(key!, 'list') ? push(db, key!, items, 'left') : 0)),
  rpushx: write(-3, (db, [key, ...items]) => (db.read(key!, 'list') ? push(db, key!, items, 'right') : 0)),
  lpop: write(-2, (db, args) => popCommand(db, 'lpop', args, 'left')),
  rpop: write(-2, (db, args) => popCommand(db, 'rpop', args, 'right')),
  llen: read(2, (db, [key]) => db.read(key!, 'list')?.length ?? 0),
  lrange: read(4, (db, [key, from, to]) => {
    const range = [integer(from!), integer(to!)] as const;
    const list = db.read(key!, 'list') ?? [];
    return list.slice(...bounds(list.length, ...range));
  }),
  lindex: read(3, (db, [key, index]) => {
    const list = db.read(key!, 'list');
    return list?.at(integer(index!)) ?? null;
  }),
  lset: write(4, (db, [key, index, item]) => {
    const list = db.read(key!, 'list');
    if (!list) throw error('no such key');
    const at = integer(index!);
    const place = at < 0 ? list.length + at : at;
    if (place < 0 || place >= list.length) throw error('index out of range');
    list[place] = item!;
    db.touch(key!);
    return ok;
  }),
  linsert: write(5, (db, [key, where, pivot, item]) => {
    const side = where!.toLowerCase();
    if (side !== 'before' && side !== 'after') throw syntaxError();
    const list = db.read(key!, 'list');
    if (!list) return 0;
    const at = list.indexOf(pivot!);
    if (at < 0) return -1;
    list.splice(side === 'before' ? at : at + 1, 0, item!);
    db.touch(key!);
    return list.length;
  }),
  lrem: write(4, (db, [key, count, item]) => {
    const most = integer(count!);
    const list = db.read(key!, 'list');
    if (!list) return 0;
    let removed = 0;
    const limit = most === 0 ? Infinity : Math.abs(most);
    while (removed < limit) {
      const at = most < 0 ? list.lastIndexOf(item!) : list.indexOf(item!);
      if (at < 0) break;
      list.splice(at, 1);
      removed++;
    }
    if (removed > 0) db.changedCollection(key!, list.length);
    return removed;
  }),
  ltrim: write(4, (db, [key, from, to]) => {
    const range = [integer(from!), integer(to!)] as const;
    const list = db.read(key!, 'list');
    if (!list) return ok;
    const [start, end] = bounds(list.length, ...range);
    list.splice(end);
    list.splice(0, start);
    db.changedCollection(key!, list.length);
    return ok;
  }),
  lpos: read(-3, findPositions),
  lmove: write(5, (db, [from, to, source, target]) => move(db, from!, to!, sideOf(source!), sideOf(target!))),
  rpoplpush: write(3, (db, [from, to]) => move(db, from!, to!, 'right', 'left')),
};

function push(db: Database, key: string, items: readonly string[], side: Side): Reply {
  const list = db.open(key, 'list');
  for (const item of items) {
    if (side === 'left') list.unshift(item);
    else list.push(item);
  }
  db.touch(key);
  return list.length;
}

const take = (list: string[], side: Side): string | undefined =>
  side === 'left' ? list.shift() : list.pop();

function popCommand(db: Database, name: string, [key, count, ...more]: readonly string[], side: Side): Reply {
  if (more.length > 0) throw error(`wrong number of arguments for '${name}' command`);
  const outOfRange = () => error('value is out of range, must be positive');
  const most = count === undefined ? undefined : integer(count, outOfRange);
  if (most !== undefined && most < 0) throw outOfRange();
  const list = db.read(key!, 'list');
  if (!list) return null;
  const taken: string[] = [];
  while (taken.length < (most ?? 1) && list.length > 0) taken.push(take(list, side)!);
  if (taken.length > 0) db.changedCollection(key!, list.length);
  return most === undefined ? (taken[0] ?? null) : taken;
}

/** First index and the one behind the last. */
export function bounds(length: number, from: number, to: number): readonly [number, number] {
  const start = Math.max(0, from < 0 ? length + from : from);
  const end = Math.min(length, (to < 0 ? length + to : to) + 1);
  return [start, Math.max(start, end)];
}

function sideOf(word: string): Side {
  const side = word.toLowerCase();
  if (side !== 'left' && side !== 'right') throw syntaxError();
  return side;
}

function move(db: Database, from: string, to: string, source: Side, target: Side): Reply {
  const list = db.read(from, 'list');
  if (!list) return null;
  db.read(to, 'list');
  const item = take(list, source)!;
  if (from === to) {
    if (target === 'left') list.unshift(item);
    else list.push(item);
    db.touch(from);
    return item;
  }
  db.changedCollection(from, list.length);
  push(db, to, [item], target);
  return item;
}

function findPositions(db: Database, [key, item, ...options]: readonly string[]): Reply {
  let rank = 1;
  let count: number | undefined;
  let most = 0;
  for (let index = 0; index < options.length; index += 2) {
    const value = options[index + 1];
    if (value === undefined) throw syntaxError();
    switch (options[index]!.toLowerCase()) {
      case 'rank':
        rank = integer(value);
        if (rank === 0)
          throw error(
            "RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list",
          );
        break;
      case 'count':
        count = integer(value);
        if (count < 0) throw error("COUNT can't be negative");
        break;
      case 'maxlen':
        most = integer(value);
        if (most < 0) throw error("MAXLEN can't be negative");
        break;
      default:
        throw syntaxError();
    }
  }
  const list = db.read(key!, 'list') ?? [];
  const order = list.map((_, index) => (rank > 0 ? index : list.length - 1 - index));
  const looked = most === 0 ? order : order.slice(0, most);
  const found = looked.filter(index => list[index] === item).slice(Math.abs(rank) - 1);
  if (count === undefined) return found[0] ?? null;
  return count === 0 ? found : found.slice(0, count);
}
