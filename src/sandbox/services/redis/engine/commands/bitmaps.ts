import { read, write, type Commands } from '../command';
import { maxValue, type Database } from '../database';
import { integer } from '../numbers';
import { error, syntaxError } from '../reply';
import { TextValue } from '../value';

function bitOffset(text: string): number {
  const failure = () => error('bit offset is not an integer or out of range');
  const offset = integer(text, failure);
  if (offset < 0 || offset >= 2 ** 32) throw failure();
  return offset;
}

const bitsIn = (byte: number): number => {
  let count = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) count++;
  return count;
};

export const bitmapCommands: Commands = {
  setbit: write(4, (db, [key, offset, bit]) => {
    const at = bitOffset(offset!);
    const failure = () => error('bit is not an integer or out of range');
    const value = integer(bit!, failure);
    if (value !== 0 && value !== 1) throw failure();
    const index = Math.floor(at / 8);
    const known = db.read(key!, 'string');
    if (index >= maxValue) throw error('string exceeds maximum allowed size (proto-max-bulk-len)');
    db.grow(Math.max(0, index + 1 - (known?.length ?? 0)));
    const text = known ?? new TextValue('');
    if (!known) db.put(key!, { kind: 'string', value: text });
    const mask = 0x80 >> (at % 8);
    const before = text.byteAt(index);
    text.setByte(index, value === 1 ? before | mask : before & ~mask);
    db.touch(key!);
    return before & mask ? 1 : 0;
  }),
  getbit: read(3, (db, [key, offset]) => {
    const at = bitOffset(offset!);
    const text = db.read(key!, 'string');
    return text && text.byteAt(Math.floor(at / 8)) & (0x80 >> (at % 8)) ? 1 : 0;
  }),
  bitcount: read(-2, (db, [key, from, to, unit, ...more]) => {
    if (more.length > 0 || (from !== undefined && to === undefined)) throw syntaxError();
    const isBits = isBitUnit(unit);
    const range = from === undefined ? undefined : ([integer(from), integer(to!)] as const);
    const text = db.read(key!, 'string');
    if (!text) return 0;
    const [start, end] = range
      ? bitBounds(isBits ? text.length * 8 : text.length, ...range)
      : [0, text.length];
    if (isBits) return countBits(text, start, end);
    let count = 0;
    for (let index = start; index < end; index++) count += bitsIn(text.byteAt(index));
    return count;
  }),
  bitpos: read(-3, (db, [key, bit, from, to, unit, ...more]) => {
    const wanted = integer(bit!);
    if (wanted !== 0 && wanted !== 1) throw error('The bit argument must be 1 or 0.');
    if (more.length > 0) throw syntaxError();
    const isBits = isBitUnit(unit);
    const [first, last] = [integer(from ?? '0'), integer(to ?? '-1')];
    const text = db.read(key!, 'string');
    if (!text) return wanted === 1 ? -1 : 0;
    const [start, end] = bitBounds(isBits ? text.length * 8 : text.length, first, last);
    const [firstBit, lastBit] = isBits ? [start, end] : [start * 8, end * 8];
    for (let at = firstBit; at < lastBit; at++)
      if (((text.byteAt(at >> 3) >> (7 - (at & 7))) & 1) === wanted) return at;
    return wanted === 0 && to === undefined && firstBit < lastBit ? text.length * 8 : -1;
  }),
  bitop: write(-4, (db, [operation, target, ...keys]) =>
    bitOperation(db, operation!.toLowerCase(), target!, keys),
  ),
};

/** First place and the one behind the last. Unlike in a list, an end before the beginning is the beginning. */
function bitBounds(length: number, from: number, to: number): readonly [number, number] {
  if (from < 0 && to < 0 && from > to) return [0, 0];
  const start = Math.max(0, from < 0 ? length + from : from);
  const last = Math.min(length - 1, Math.max(0, to < 0 ? length + to : to));
  return [start, Math.max(start, last + 1)];
}

function isBitUnit(unit: string | undefined): boolean {
  const name = unit?.toLowerCase() ?? 'byte';
  if (name !== 'bit' && name !== 'byte') throw syntaxError();
  return name === 'bit';
}

function countBits(text: TextValue, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) count += (text.byteAt(at >> 3) >> (7 - (at & 7))) & 1;
  return count;
}

function bitOperation(db: Database, operation: string, target: string, keys: readonly string[]): number {
  if (!['and', 'or', 'xor', 'not'].includes(operation)) throw syntaxError();
  if (operation === 'not' && keys.length !== 1)
    throw error('BITOP NOT must be called with a single source key.');
  const texts = keys.map(key => db.read(key, 'string') ?? new TextValue(''));
  const length = Math.max(...texts.map(text => text.length));
  db.delete(target);
  if (length === 0) return 0;
  db.grow(length);
  const result = Buffer.alloc(length);
  for (let index = 0; index < length; index++) {
    const [first = 0, ...others] = texts.map(text => text.byteAt(index));
    if (operation === 'not') result[index] = ~first & 0xff;
    else if (operation === 'and') result[index] = others.reduce((a, b) => a & b, first);
    else if (operation === 'or') result[index] = others.reduce((a, b) => a | b, first);
    else result[index] = others.reduce((a, b) => a ^ b, first);
  }
  db.put(target, { kind: 'string', value: new TextValue(result.toString('latin1')) });
  return length;
}
