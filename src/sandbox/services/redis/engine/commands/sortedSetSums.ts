import { read, write, type Commands } from '../command';
import type { Database } from '../database';
import { float, integer, scoreText } from '../numbers';
import { error, syntaxError, wrongType } from '../reply';
import { SortedSet, type Scored } from '../sortedSet';

type Operation = 'union' | 'inter' | 'diff';
type Aggregate = 'sum' | 'min' | 'max';

/** ZUNION, ZINTER and ZDIFF, and what stores them. */
export const combineCommands: Commands = {
  zunion: read(-3, (db, args) => show(combine(db, 'zunion', 'union', args))),
  zinter: read(-3, (db, args) => show(combine(db, 'zinter', 'inter', args))),
  zdiff: read(-3, (db, args) => show(combine(db, 'zdiff', 'diff', args))),
  zunionstore: write(-4, (db, [target, ...args]) =>
    store(db, target!, combine(db, 'zunionstore', 'union', args, true)),
  ),
  zinterstore: write(-4, (db, [target, ...args]) =>
    store(db, target!, combine(db, 'zinterstore', 'inter', args, true)),
  ),
  zdiffstore: write(-4, (db, [target, ...args]) =>
    store(db, target!, combine(db, 'zdiffstore', 'diff', args, true)),
  ),
};

interface Combined {
  readonly entries: readonly Scored[];
  readonly withScores: boolean;
}

const show = ({ entries, withScores }: Combined): string[] =>
  entries.flatMap(({ member, score }) => (withScores ? [member, scoreText(score)] : [member]));

function store(db: Database, target: string, { entries }: Combined): number {
  db.delete(target);
  if (entries.length === 0) return 0;
  db.grow(entries.reduce((bytes, { member }) => bytes + member.length + 16, 0));
  const set = db.open(target, 'zset');
  for (const { member, score } of entries) set.set(member, score);
  db.touch(target);
  return entries.length;
}

function combine(
  db: Database,
  name: string,
  operation: Operation,
  [count, ...rest]: readonly string[],
  isStored = false,
): Combined {
  const keys = integer(count!);
  if (keys < 1) throw error(`at least 1 input key is needed for '${name}' command`);
  if (keys > rest.length) throw syntaxError();
  const sets = rest.slice(0, keys).map(key => scoresOf(db, key));
  const options = rest.slice(keys);
  let weights: readonly number[] = sets.map(() => 1);
  let aggregate: Aggregate = 'sum';
  let withScores = false;
  for (let index = 0; index < options.length; index++) {
    const option = options[index]!.toLowerCase();
    if (option === 'weights' && operation !== 'diff' && options.length - index > keys) {
      weights = options
        .slice(index + 1, index + 1 + keys)
        .map(weight => float(weight, () => error('weight value is not a float')));
      index += keys;
    } else if (option === 'aggregate' && operation !== 'diff' && index + 1 < options.length) {
      const wanted = options[++index]!.toLowerCase();
      if (wanted !== 'sum' && wanted !== 'min' && wanted !== 'max') throw syntaxError();
      aggregate = wanted;
    } else if (option === 'withscores' && !isStored) withScores = true;
    else throw syntaxError();
  }
  return { entries: merge(operation, sets, weights, aggregate), withScores };
}

function scoresOf(db: Database, key: string): ReadonlyMap<string, number> {
  const kind = db.typeOf(key);
  if (kind === undefined) return new Map();
  if (kind === 'set')
    return new Map(
      db
        .read(key, 'set')!
        .values()
        .map(member => [member, 1]),
    );
  if (kind !== 'zset') throw wrongType();
  const set = db.read(key, 'zset')!;
  return new Map(set.slice(0, set.size).map(({ member, score }) => [member, score]));
}

function merge(
  operation: Operation,
  sets: readonly ReadonlyMap<string, number>[],
  weights: readonly number[],
  aggregate: Aggregate,
): readonly Scored[] {
  const result = new SortedSet();
  const [first] = sets;
  const members =
    operation === 'union' ? new Set(sets.flatMap(set => [...set.keys()])) : (first?.keys() ?? []);
  for (const member of members) {
    const isIn = sets.map(set => set.has(member));
    if (operation === 'inter' && !isIn.every(Boolean)) continue;
    if (operation === 'diff') {
      if (!isIn.slice(1).some(Boolean)) result.set(member, first!.get(member)!);
      continue;
    }
    const scores = sets.flatMap((set, index) =>
      set.has(member) ? [notNaN(weights[index]! * set.get(member)!)] : [],
    );
    result.set(
      member,
      scores.reduce((a, b) => joined(aggregate, a, b)),
    );
  }
  return result.slice(0, result.size);
}

const notNaN = (value: number): number => (Number.isNaN(value) ? 0 : value);

function joined(aggregate: Aggregate, a: number, b: number): number {
  switch (aggregate) {
    case 'sum':
      return notNaN(a + b);
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
  }
}
