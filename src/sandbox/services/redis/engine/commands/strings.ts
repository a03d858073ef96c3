import { read, write, type Commands } from '../command';
import { maxValue, type Database } from '../database';
import { bigInteger, decimalSum, floatOf, integer, integerOf, short, sum } from '../numbers';
import { error, notAnInteger, ok, syntaxError, wrongArity, type Reply } from '../reply';
import { TextValue } from '../value';
import { readExpiry } from './expiry';

const get = (db: Database, key: string): string | null => db.read(key, 'string')?.toString() ?? null;

const set = (db: Database, key: string, text: string, keepTtl = false): void =>
  db.put(key, { kind: 'string', value: new TextValue(text) }, keepTtl);

const tooLong = () => error('string exceeds maximum allowed size (proto-max-bulk-len)');

export const stringCommands: Commands = {
  get: read(2, (db, [key]) => get(db, key!)),
  set: write(-3, setWithOptions),
  setnx: write(3, (db, [key, value]) => {
    if (db.has(key!)) return 0;
    set(db, key!, value!);
    return 1;
  }),
  setex: write(4, (db, [key, seconds, value]) =>
    setFor(db, 'setex', key!, integerMs(seconds!, 1_000, 'setex'), value!),
  ),
  psetex: write(4, (db, [key, ms, value]) => setFor(db, 'psetex', key!, integerMs(ms!, 1, 'psetex'), value!)),
  getset: write(3, (db, [key, value]) => {
    const before = get(db, key!);
    set(db, key!, value!);
    return before;
  }),
  getdel: write(2, (db, [key]) => {
    const before = get(db, key!);
    if (before !== null) db.delete(key!);
    return before;
  }),
  getex: write(-2, (db, [key, ...options]) => {
    const option = readGetexOptions(options);
    const value = get(db, key!);
    if (value === null || option === 'none') return value;
    const change = option === 'persist' ? option : readExpiry(db.now, option.unit, option.amount, 'getex');
    if (change === 'persist') {
      if (db.expiry(key!) !== undefined) db.expire(key!, undefined);
    } else if (change <= db.now) db.delete(key!);
    else db.expire(key!, change);
    return value;
  }),
  mget: read(-2, (db, keys) => keys.map(key => (db.typeOf(key) === 'string' ? get(db, key) : null))),
  mset: write(-3, (db, args) => {
    if (args.length % 2 !== 0) throw wrongArity('mset');
    for (let index = 0; index < args.length; index += 2) set(db, args[index]!, args[index + 1]!);
    return ok;
  }),
  msetnx: write(-3, (db, args) => {
    if (args.length % 2 !== 0) throw wrongArity('msetnx');
    for (let index = 0; index < args.length; index += 2) if (db.has(args[index]!)) return 0;
    for (let index = 0; index < args.length; index += 2) set(db, args[index]!, args[index + 1]!);
    return 1;
  }),
  incr: write(2, (db, [key]) => increment(db, key!, 1n)),
  decr: write(2, (db, [key]) => increment(db, key!, -1n)),
  incrby: write(3, (db, [key, by]) => increment(db, key!, bigInteger(by!))),
  decrby: write(3, (db, [key, by]) => {
    const amount = bigInteger(by!);
    if (amount === -(2n ** 63n)) throw error('decrement would overflow');
    return increment(db, key!, -amount);
  }),
  incrbyfloat: write(3, (db, [key, by]) => {
    const before = get(db, key!) ?? '0';
    const result = addFloat(before, by!, 'value is not a valid float');
    set(db, key!, result, true);
    return result;
  }),
  append: write(3, (db, [key, more]) => {
    const text = (get(db, key!) ?? '') + more!;
    if (text.length > maxValue) throw tooLong();
    set(db, key!, text, true);
    return text.length;
  }),
  strlen: read(2, (db, [key]) => db.read(key!, 'string')?.length ?? 0),
  getrange: read(4, getRange),
  substr: read(4, getRange),
  setrange: write(4, (db, [key, offset, part]) => {
    const at = integer(offset!);
    if (at < 0) throw error('offset is out of range');
    const before = get(db, key!) ?? '';
    if (part === '') return before.length;
    const end = at + part!.length;
    if (end > maxValue) throw tooLong();
    db.grow(Math.max(0, end - before.length));
    const text = before.padEnd(at, '\0').slice(0, at) + part! + before.slice(end);
    set(db, key!, text, true);
    return text.length;
  }),
};

function setWithOptions(db: Database, [key, value, ...options]: readonly string[]): Reply {
  let condition: 'nx' | 'xx' | undefined;
  let keepsTtl = false;
  let givesOld = false;
  let expiry: { unit: string; amount: string } | undefined;
  for (let index = 0; index < options.length; index++) {
    const option = options[index]!.toLowerCase();
    const next = options[index + 1];
    const isExpiry = ['ex', 'px', 'exat', 'pxat'].includes(option);
    if ((option === 'nx' || option === 'xx') && (condition === undefined || condition === option))
      condition = option;
    else if (option === 'get') givesOld = true;
    else if (option === 'keepttl' && !expiry) keepsTtl = true;
    else if (isExpiry && !expiry && !keepsTtl && next !== undefined) {
      expiry = { unit: option, amount: next };
      index++;
    } else throw syntaxError();
  }
  const moment = expiry && readExpiry(db.now, expiry.unit, expiry.amount, 'set');
  const before = givesOld ? get(db, key!) : null;
  const isThere = db.has(key!);
  if ((condition === 'nx' && isThere) || (condition === 'xx' && !isThere)) return before;
  set(db, key!, value!, keepsTtl);
  if (moment !== undefined) {
    if (moment <= db.now) db.delete(key!);
    else db.expire(key!, moment);
  }
  return givesOld ? before : ok;
}

type GetexOption = 'persist' | 'none' | { readonly unit: string; readonly amount: string };

function readGetexOptions(options: readonly string[]): GetexOption {
  const [first, amount] = options;
  if (first === undefined) return 'none';
  const option = first.toLowerCase();
  if (option === 'persist' && options.length === 1) return 'persist';
  if (!['ex', 'px', 'exat', 'pxat'].includes(option) || amount === undefined || options.length !== 2)
    throw syntaxError();
  return { unit: option, amount };
}

function integerMs(text: string, unit: number, command: string): number {
  const amount = integer(text);
  if (amount <= 0) throw error(`invalid expire time in '${command}' command`);
  return amount * unit;
}

function setFor(db: Database, command: string, key: string, ms: number, value: string): Reply {
  if (ms > Number.MAX_SAFE_INTEGER) throw error(`invalid expire time in '${command}' command`);
  set(db, key, value);
  db.expire(key, db.now + ms);
  return ok;
}

function increment(db: Database, key: string, by: bigint): Reply {
  const before = get(db, key);
  const value = before === null ? 0n : integerOf(before);
  if (value === undefined) throw notAnInteger();
  const result = sum(value, by);
  set(db, key, result.toString(), true);
  return short(result);
}

/** @throws RedisError with the words of the command */
export function addFloat(before: string, by: string, message: string): string {
  if (floatOf(before) === undefined) throw error(message);
  const amount = floatOf(by);
  if (amount === undefined) throw error('value is not a valid float');
  const result = decimalSum(before, by);
  if (result === undefined) throw error('increment would produce NaN or Infinity');
  return result;
}

function getRange(db: Database, [key, from, to]: readonly string[]): Reply {
  const [start, end] = [integer(from!), integer(to!)];
  const text = get(db, key!);
  if (text === null) return '';
  if (start < 0 && end < 0 && start > end) return '';
  const first = start < 0 ? Math.max(0, text.length + start) : start;
  const last = end < 0 ? Math.max(0, text.length + end) : end;
  return text.slice(first, last + 1);
}
