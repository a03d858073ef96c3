import { read, write, type Command, type Commands } from '../command';
import type { Database } from '../database';
import { globMatches } from '../glob';
import { float, integer, scoreText } from '../numbers';
import { error, syntaxError, type Reply } from '../reply';
import type { Scored, SortedSet } from '../sortedSet';
import { pick } from './hashes';
import { readScan } from './keys';
import { bounds } from './lists';
import { memberBounds, rangeCommand, scoreBounds, selectRange } from './sortedSetRanges';
import { combineCommands } from './sortedSetSums';

/** Members, each followed by its score where that is asked for. */
export const shown = (entries: readonly Scored[], withScores: boolean): string[] =>
  entries.flatMap(({ member, score }) => (withScores ? [member, scoreText(score)] : [member]));

const entriesOf = (set: SortedSet | undefined): readonly Scored[] => set?.slice(0, set.size) ?? [];

export const sortedSetCommands = (random: () => number): Commands => ({
  zadd: write(-4, addScores),
  zincrby: write(4, (db, [key, by, member]) => {
    const amount = float(by!);
    const before = db.read(key!, 'zset')?.score(member!) ?? 0;
    const score = before + amount;
    if (Number.isNaN(score)) throw error('resulting score is not a number (NaN)');
    db.open(key!, 'zset').set(member!, score);
    db.touch(key!);
    return scoreText(score);
  }),
  zrem: write(-3, (db, [key, ...members]) => {
    const set = db.read(key!, 'zset');
    if (!set) return 0;
    const removed = members.filter(member => set.delete(member)).length;
    if (removed > 0) db.changedCollection(key!, set.size);
    return removed;
  }),
  zscore: read(3, (db, [key, member]) => scoreOrNull(db.read(key!, 'zset'), member!)),
  zmscore: read(-3, (db, [key, ...members]) => {
    const set = db.read(key!, 'zset');
    return members.map(member => scoreOrNull(set, member));
  }),
  zcard: read(2, (db, [key]) => db.read(key!, 'zset')?.size ?? 0),
  zcount: read(4, (db, [key, least, most]) => {
    const range = scoreBounds(least!, most!);
    const [from, to] = db.read(key!, 'zset')?.rangeByScore(...range) ?? [0, 0];
    return to - from;
  }),
  zlexcount: read(4, (db, [key, least, most]) => {
    const range = memberBounds(least!, most!);
    const [from, to] = (range && db.read(key!, 'zset')?.rangeByMember(...range)) ?? [0, 0];
    return to - from;
  }),
  zrank: read(3, (db, [key, member]) => db.read(key!, 'zset')?.rank(member!) ?? null),
  zrevrank: read(3, (db, [key, member]) => {
    const set = db.read(key!, 'zset');
    const rank = set?.rank(member!);
    return rank === undefined ? null : set!.size - 1 - rank;
  }),
  zrange: rangeCommand({}),
  zrevrange: rangeCommand({ reverse: true, by: 'rank' }),
  zrangebyscore: rangeCommand({ by: 'score' }),
  zrevrangebyscore: rangeCommand({ by: 'score', reverse: true }),
  zrangebylex: rangeCommand({ by: 'lex' }),
  zrevrangebylex: rangeCommand({ by: 'lex', reverse: true }),
  zrangestore: write(-5, (db, [target, source, ...range]) => {
    const entries = selectRange(db, [source!, ...range], {}, false).entries;
    db.delete(target!);
    if (entries.length === 0) return 0;
    const set = db.open(target!, 'zset');
    for (const { member, score } of entries) set.set(member, score);
    db.touch(target!);
    return entries.length;
  }),
  zremrangebyrank: removeRange(
    (set, [from, to]) => bounds(set.size, integer(from!), integer(to!)),
    ([from, to]) => {
      integer(from!);
      integer(to!);
    },
  ),
  zremrangebyscore: removeRange(
    (set, [least, most]) => set.rangeByScore(...scoreBounds(least!, most!)),
    ([a, b]) => {
      scoreBounds(a!, b!);
    },
  ),
  zremrangebylex: removeRange(
    (set, [least, most]) => {
      const range = memberBounds(least!, most!);
      return range ? set.rangeByMember(...range) : [0, 0];
    },
    ([a, b]) => {
      memberBounds(a!, b!);
    },
  ),
  zpopmin: write(-2, (db, args) => pop(db, 'zpopmin', args, false)),
  zpopmax: write(-2, (db, args) => pop(db, 'zpopmax', args, true)),
  zrandmember: read(-2, (db, [key, count, ...options]) => {
    const withScores = options[0]?.toLowerCase() === 'withscores';
    if (options.length > (withScores ? 1 : 0)) throw syntaxError();
    const set = db.read(key!, 'zset');
    const members = entriesOf(set).map(({ member }) => member);
    const picked = pick(members, count === undefined ? 1 : integer(count), random);
    if (count === undefined) return picked[0] ?? null;
    return withScores ? picked.flatMap(member => [member, scoreText(set!.score(member)!)]) : picked;
  }),
  zscan: read(-3, (db, [key, cursor, ...options]) => {
    const { match } = readScan(cursor!, options, false);
    const entries = entriesOf(db.read(key!, 'zset'));
    return [
      '0',
      shown(
        entries.filter(({ member }) => match === undefined || globMatches(match, member)),
        true,
      ),
    ];
  }),
  ...combineCommands,
});

function scoreOrNull(set: SortedSet | undefined, member: string): string | null {
  const score = set?.score(member);
  return score === undefined ? null : scoreText(score);
}

function addScores(db: Database, [key, ...rest]: readonly string[]): Reply {
  const flags = new Set<string>();
  const known = ['nx', 'xx', 'gt', 'lt', 'ch', 'incr'];
  while (rest.length > 0 && known.includes(rest[0]!.toLowerCase())) flags.add(rest.shift()!.toLowerCase());
  if (rest.length === 0 || rest.length % 2 !== 0) throw syntaxError();
  if (flags.has('nx') && flags.has('xx'))
    throw error('XX and NX options at the same time are not compatible');
  if (['gt', 'lt', 'nx'].filter(flag => flags.has(flag)).length > 1)
    throw error('GT, LT, and/or NX options at the same time are not compatible');
  if (flags.has('incr') && rest.length > 2)
    throw error('INCR option supports a single increment-element pair');
  const pairs: Scored[] = [];
  for (let index = 0; index < rest.length; index += 2)
    pairs.push({ score: float(rest[index]!), member: rest[index + 1]! });
  const before = db.read(key!, 'zset');
  if (!before && flags.has('xx')) return flags.has('incr') ? null : 0;
  const set = db.open(key!, 'zset');
  let [added, changed] = [0, 0];
  let result: number | null = null;
  for (const { score: given, member } of pairs) {
    const current = set.score(member);
    const score = flags.has('incr') ? (current ?? 0) + given : given;
    if (Number.isNaN(score)) throw error('resulting score is not a number (NaN)');
    if (isRefused(flags, current, score)) continue;
    if (current === undefined) added++;
    else if (current !== score) changed++;
    set.set(member, score);
    result = score;
  }
  if (added + changed > 0 || set.size === 0) db.changedCollection(key!, set.size);
  if (flags.has('incr')) return result === null ? null : scoreText(result);
  return flags.has('ch') ? added + changed : added;
}

function isRefused(flags: ReadonlySet<string>, current: number | undefined, score: number): boolean {
  if (current === undefined) return flags.has('xx');
  return flags.has('nx') || (flags.has('gt') && score <= current) || (flags.has('lt') && score >= current);
}

/** @param check throws for a range that is malformed, also where there is no such key */
function removeRange(
  rangeOf: (set: SortedSet, range: readonly string[]) => readonly [number, number],
  check: (range: readonly string[]) => void,
): Command {
  return write(4, (db, [key, ...range]) => {
    check(range);
    const set = db.read(key!, 'zset');
    if (!set) return 0;
    const doomed = set.slice(...rangeOf(set, range));
    for (const { member } of doomed) set.delete(member);
    if (doomed.length > 0) db.changedCollection(key!, set.size);
    return doomed.length;
  });
}

function pop(db: Database, name: string, [key, count, ...more]: readonly string[], fromTop: boolean): Reply {
  if (more.length > 0) throw syntaxError();
  const outOfRange = () => error('value is out of range, must be positive');
  const most = count === undefined ? 1 : integer(count, outOfRange);
  if (most < 0) throw outOfRange();
  const set = db.read(key!, 'zset');
  if (!set || most === 0) return [];
  const taken = fromTop
    ? [...set.slice(Math.max(0, set.size - most), set.size)].reverse()
    : set.slice(0, most);
  for (const { member } of taken) set.delete(member);
  db.changedCollection(key!, set.size);
  return shown(taken, true);
}
