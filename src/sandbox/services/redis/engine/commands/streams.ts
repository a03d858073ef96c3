import { read, write, type Commands } from '../command';
import type { Database } from '../database';
import { integer } from '../numbers';
import { error, syntaxError, wrongArity, type Reply } from '../reply';
import { compareIds, idText, type Stream, type StreamEntry, type StreamId } from '../stream';

const invalidId = () => error('Invalid stream ID specified as stream command argument');

export const streamCommands: Commands = {
  xadd: write(-5, addEntry),
  xlen: read(2, (db, [key]) => db.read(key!, 'stream')?.entries.length ?? 0),
  xrange: read(-4, (db, [key, from, to, ...options]) => range(db, key!, from!, to!, options, false)),
  xrevrange: read(-4, (db, [key, to, from, ...options]) => range(db, key!, from!, to!, options, true)),
  xdel: write(-3, (db, [key, ...ids]) => {
    const wanted = ids.map(id => readId(id, 0));
    const stream = db.read(key!, 'stream');
    if (!stream) return 0;
    let deleted = 0;
    for (const id of wanted) {
      const at = stream.entries.findIndex(entry => compareIds(entry.id, id) === 0);
      if (at >= 0) deleted += stream.entries.splice(at, 1).length;
    }
    if (deleted > 0) db.touch(key!);
    return deleted;
  }),
  xtrim: write(-4, (db, [key, ...options]) => {
    const { trim, rest } = readTrim(options);
    if (!trim || rest.length > 0) throw syntaxError();
    const stream = db.read(key!, 'stream');
    if (!stream) return 0;
    const dropped = trimStream(stream, trim);
    if (dropped > 0) db.touch(key!);
    return dropped;
  }),
};

interface Trim {
  readonly by: 'maxlen' | 'minid';
  readonly limit: string;
  /** Whole nodes only: a few entries more may stay. */
  readonly isRough: boolean;
}

/** Entries of one node of a stream; `~` drops whole nodes. */
const nodeEntries = 100;

function readTrim(options: readonly string[]): { trim: Trim | undefined; rest: readonly string[] } {
  const by = options[0]?.toLowerCase();
  if (by !== 'maxlen' && by !== 'minid') return { trim: undefined, rest: options };
  const hasSign = options[1] === '~' || options[1] === '=';
  const limit = options[hasSign ? 2 : 1];
  if (limit === undefined) throw syntaxError();
  if (by === 'maxlen' && integer(limit) < 0) throw error('The MAXLEN argument must be >= 0.');
  return { trim: { by, limit, isRough: options[1] === '~' }, rest: options.slice(hasSign ? 3 : 2) };
}

function trimStream(stream: Stream, { by, limit, isRough }: Trim): number {
  const { entries } = stream;
  const surplus =
    by === 'maxlen'
      ? entries.length - integer(limit)
      : entries.filter(({ id }) => compareIds(id, readId(limit, 0)) < 0).length;
  return stream.drop(isRough ? Math.floor(Math.max(0, surplus) / nodeEntries) * nodeEntries : surplus);
}

function addEntry(db: Database, [key, ...words]: readonly string[]): Reply {
  const makes = words[0]?.toLowerCase() !== 'nomkstream';
  const { trim, rest } = readTrim(makes ? words : words.slice(1));
  const [id, ...fields] = rest;
  if (id === undefined || fields.length === 0 || fields.length % 2 !== 0) throw wrongArity('xadd');
  const wanted = newId(id);
  const known = db.read(key!, 'stream');
  if (!known && !makes) return null;
  const last = known?.last ?? { ms: 0, sequence: 0 };
  const next = idAfter(last, wanted, db.now);
  if (next.ms === 0 && next.sequence === 0) throw error('The ID specified in XADD must be greater than 0-0');
  if (compareIds(next, last) <= 0)
    throw error('The ID specified in XADD is equal or smaller than the target stream top item');
  const stream = db.open(key!, 'stream');
  stream.add({ id: next, fields });
  if (trim) trimStream(stream, trim);
  db.touch(key!);
  return idText(next);
}

/** `undefined` stands for the parts that the server chooses. */
interface WantedId {
  readonly ms: number | undefined;
  readonly sequence: number | undefined;
}

function newId(text: string): WantedId {
  if (text === '*') return { ms: undefined, sequence: undefined };
  const automatic = /^(\d+)-\*$/.exec(text);
  if (automatic) return { ms: Number(automatic[1]), sequence: undefined };
  return readId(text, 0);
}

function idAfter(last: StreamId, { ms, sequence }: WantedId, now: number): StreamId {
  const time = ms ?? Math.max(now, last.ms);
  return { ms: time, sequence: sequence ?? (time === last.ms ? last.sequence + 1 : 0) };
}

function readId(text: string, missingSequence: number): StreamId {
  const parts = /^(\d{1,19})(?:-(\d{1,19}))?$/.exec(text);
  if (!parts) throw invalidId();
  return { ms: Number(parts[1]), sequence: parts[2] === undefined ? missingSequence : Number(parts[2]) };
}

function range(
  db: Database,
  key: string,
  from: string,
  to: string,
  options: readonly string[],
  isReverse: boolean,
): Reply {
  const isAfter = from.startsWith('(');
  const isBefore = to.startsWith('(');
  const least = from === '-' ? { ms: 0, sequence: 0 } : readId(isAfter ? from.slice(1) : from, 0);
  const most =
    to === '+' ? { ms: Infinity, sequence: 0 } : readId(isBefore ? to.slice(1) : to, Number.MAX_SAFE_INTEGER);
  const [option, amount] = options;
  if (
    option !== undefined &&
    (option.toLowerCase() !== 'count' || amount === undefined || options.length > 2)
  )
    throw syntaxError();
  const count = amount === undefined ? Infinity : integer(amount);
  const fits = ({ id }: StreamEntry): boolean =>
    (isAfter ? compareIds(id, least) > 0 : compareIds(id, least) >= 0) &&
    (isBefore ? compareIds(id, most) < 0 : compareIds(id, most) <= 0);
  const found = (db.read(key, 'stream')?.entries ?? []).filter(fits);
  if (isReverse) found.reverse();
  return found.slice(0, Math.max(0, count)).map(({ id, fields }) => [idText(id), fields]);
}
