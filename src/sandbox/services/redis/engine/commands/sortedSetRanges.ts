import { read, type Command } from '../command';
import type { Database } from '../database';
import { floatOf, integer, scoreText } from '../numbers';
import { error, syntaxError } from '../reply';
import type { Bound, Scored } from '../sortedSet';
import { bounds } from './lists';

/** @throws RedisError */
export function scoreBounds(least: string, most: string): readonly [Bound<number>, Bound<number>] {
  return [scoreBound(least), scoreBound(most)];
}

function scoreBound(text: string): Bound<number> {
  const isExclusive = text.startsWith('(');
  const value = floatOf(isExclusive ? text.slice(1) : text);
  if (value === undefined) throw error('min or max is not a float');
  return { value, isExclusive };
}

type MemberBounds = readonly [Bound<string> | null, Bound<string> | null];

/** Undefined for a range that is empty whatever the set holds: from `+`, or up to `-`. @throws RedisError */
export function memberBounds(least: string, most: string): MemberBounds | undefined {
  const [from, to] = [memberBound(least), memberBound(most)];
  if (from === '+' || to === '-') return undefined;
  return [from === '-' ? null : from, to === '+' ? null : to];
}

function memberBound(text: string): Bound<string> | '-' | '+' {
  if (text === '-' || text === '+') return text;
  if (text.startsWith('(') || text.startsWith('['))
    return { value: text.slice(1), isExclusive: text.startsWith('(') };
  throw error('min or max not valid string range item');
}

/** What the name of a command says already. */
interface Fixed {
  readonly by?: 'rank' | 'score' | 'lex';
  readonly reverse?: boolean;
}

export const rangeCommand = (fixed: Fixed): Command =>
  read(-4, (db, args) => {
    const { entries, withScores } = selectRange(db, args, fixed, true);
    return entries.flatMap(({ member, score }) => (withScores ? [member, scoreText(score)] : [member]));
  });

interface Selected {
  readonly entries: readonly Scored[];
  readonly withScores: boolean;
}

/** ZRANGE, its older relatives, and ZRANGESTORE. */
export function selectRange(
  db: Database,
  [key, from, to, ...options]: readonly string[],
  fixed: Fixed,
  mayShowScores: boolean,
): Selected {
  let by = fixed.by;
  let reverse = fixed.reverse;
  let limit: readonly [number, number] | undefined;
  let withScores = false;
  const isOpen = fixed.by === undefined && fixed.reverse === undefined;
  for (let index = 0; index < options.length; index++) {
    const option = options[index]!.toLowerCase();
    if (option === 'withscores' && mayShowScores) withScores = true;
    else if (option === 'limit' && index + 2 < options.length) {
      limit = [integer(options[index + 1]!), integer(options[index + 2]!)];
      index += 2;
    } else if (option === 'rev' && isOpen && !reverse) reverse = true;
    else if (option === 'byscore' && isOpen && by === undefined) by = 'score';
    else if (option === 'bylex' && isOpen && by === undefined) by = 'lex';
    else throw syntaxError();
  }
  const kind = by ?? 'rank';
  if (limit && kind === 'rank')
    throw error('syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
  if (withScores && kind === 'lex')
    throw error('syntax error, WITHSCORES not supported in combination with BYLEX');
  const isReverse = reverse === true;
  const entries = inRange(db, key!, kind, isReverse, from!, to!);
  return { entries: limit ? limited(entries, ...limit) : entries, withScores };
}

function limited(entries: readonly Scored[], offset: number, count: number): readonly Scored[] {
  if (offset < 0) return [];
  return entries.slice(offset, count < 0 ? undefined : offset + count);
}

function inRange(
  db: Database,
  key: string,
  by: 'rank' | 'score' | 'lex',
  isReverse: boolean,
  from: string,
  to: string,
): readonly Scored[] {
  const [first, last] = isReverse && by !== 'rank' ? [to, from] : [from, to];
  switch (by) {
    case 'rank': {
      const range = [integer(first), integer(last)] as const;
      const set = db.read(key, 'zset');
      if (!set) return [];
      const [start, end] = bounds(set.size, ...range);
      return isReverse ? set.slice(set.size - end, set.size - start).toReversed() : set.slice(start, end);
    }
    case 'score': {
      const range = scoreBounds(first, last);
      const set = db.read(key, 'zset');
      const found = set?.slice(...set.rangeByScore(...range)) ?? [];
      return isReverse ? found.toReversed() : found;
    }
    case 'lex': {
      const range = memberBounds(first, last);
      const set = db.read(key, 'zset');
      const found = set && range ? set.slice(...set.rangeByMember(...range)) : [];
      return isReverse ? found.toReversed() : found;
    }
  }
}
