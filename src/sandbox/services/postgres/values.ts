import { types } from 'node:util';
import type { Field, Reply } from './wire';

/** Characters of all parameters of one statement. */
const maxCharacters = 4_000_000;
const maxParams = 1_000;
const maxDepth = 20;

/**
 * Parameters in text form, which the server converts to the types that it infers. Nothing of the caller's is kept.
 *
 * @throws TypeError for what no column could hold
 */
export function encodeParams(params: unknown): (string | null)[] {
  if (params === undefined) return [];
  if (!Array.isArray(params) || types.isProxy(params)) throw new TypeError('Parameters are an array.');
  if (params.length > maxParams) throw new TypeError(`A statement takes at most ${maxParams} parameters.`);
  const budget = { left: maxCharacters };
  const encoded: (string | null)[] = [];
  for (let index = 0; index < params.length; index++)
    encoded.push(spend(budget, encode(params[index], index + 1, budget)));
  return encoded;
}

interface Budget {
  left: number;
}

function spend<T extends string | null>(budget: Budget, value: T): T {
  budget.left -= value?.length ?? 0;
  if (budget.left < 0) throw new TypeError(`Parameters take at most ${maxCharacters} characters.`);
  return value;
}

function encode(value: unknown, number: number, budget: Budget): string | null {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'string':
      if (value.length > maxCharacters) return spend(budget, value);
      if (value.includes('\0')) throw new TypeError(`Parameter $${number} holds the character U+0000.`);
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? null : encodeObject(value, number, budget);
    default:
      throw new TypeError(`Parameter $${number} is a ${typeof value}, which no column can hold.`);
  }
}

function encodeObject(value: object, number: number, budget: Budget): string {
  if (types.isProxy(value)) throw new TypeError(`Parameter $${number} is a Proxy.`);
  if (types.isDate(value)) return isoDate(value, number);
  if (types.isTypedArray(value) && value instanceof Uint8Array) {
    spend(budget, ''.padEnd(Math.min(value.length, 8), '0'));
    if (value.length > maxCharacters / 2) throw new TypeError(`Parameter $${number} is too long.`);
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`;
  }
  if (Array.isArray(value)) return encodeArray(value, number, budget, 0);
  return json(value, number);
}

/** Postgres's text form of an array: `{1,"two",NULL}`. */
function encodeArray(items: readonly unknown[], number: number, budget: Budget, depth: number): string {
  if (depth > maxDepth) throw new TypeError(`Parameter $${number} is nested too deeply.`);
  const parts: string[] = [];
  // By index: a guest's array may have an iterator of its own.
  // eslint-disable-next-line @typescript-eslint/prefer-for-of
  for (let index = 0; index < items.length; index++) {
    const item: unknown = items[index];
    const isArray = Array.isArray(item) && !types.isProxy(item);
    const part = isArray
      ? encodeArray(item, number, budget, depth + 1)
      : quoted(encode(item, number, budget));
    parts.push(spend(budget, part));
  }
  return `{${parts.join(',')}}`;
}

const quoted = (text: string | null): string =>
  text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;

function isoDate(value: Date, number: number): string {
  const ms = Date.prototype.getTime.call(value);
  if (Number.isNaN(ms)) throw new TypeError(`Parameter $${number} is an invalid date.`);
  return new Date(ms).toISOString();
}

function json(value: object, number: number): string {
  const text: unknown = JSON.stringify(value);
  if (typeof text === 'string') return text;
  throw new TypeError(`Parameter $${number} cannot be written as JSON.`);
}

export type Row = Record<string, unknown>;

/** Fresh plain objects; of columns that share a name, the last one counts. */
export function decodeRows({ fields, rows }: Pick<Reply, 'fields' | 'rows'>): Row[] {
  const decoders = fields.map(decoderOf);
  return rows.map(values => {
    const row: Row = {};
    for (let index = 0; index < fields.length; index++) {
      const text = values[index] ?? null;
      // Defined, not assigned: a column may be called __proto__.
      Object.defineProperty(row, fields[index]!.name, {
        value: text === null ? null : decoders[index]!(text),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return row;
  });
}

type Decoder = (text: string) => unknown;

const asNumber: Decoder = text => Number(text);
/** A number while it is exact, a bigint beyond. */
const asInteger: Decoder = text => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
};
const asJson: Decoder = text => JSON.parse(text) as unknown;
const asBytes: Decoder = text => new Uint8Array(Buffer.from(text.slice(2), 'hex'));

/** `2026-03-02 10:00:00.5+00`; infinity and years before Christ stay text. */
function asMoment(text: string): unknown {
  const found = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?(?:([+-])(\d\d)(?::(\d\d))?)?$/.exec(
    text,
  );
  if (!found) return text;
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHours, zoneMinutes] = found;
  const zone = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * (sign === '-' ? -1 : 1);
  return new Date(
    Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute) - zone,
      Number(second),
    ) + Math.trunc(Number(fraction ?? 0) * 1_000),
  );
}

const scalars: Readonly<Record<number, Decoder>> = {
  16: text => text === 't',
  17: asBytes,
  20: asInteger,
  21: asNumber,
  23: asNumber,
  26: asNumber,
  114: asJson,
  700: asNumber,
  701: asNumber,
  1114: asMoment,
  1184: asMoment,
  3802: asJson,
};

/** Of each array type, the type of its elements. */
const elements: Readonly<Record<number, number>> = {
  199: 114,
  1000: 16,
  1001: 17,
  1002: 0,
  1005: 21,
  1007: 23,
  1009: 0,
  1014: 0,
  1015: 0,
  1016: 20,
  1021: 700,
  1022: 701,
  1028: 26,
  1115: 1114,
  1182: 0,
  1185: 1184,
  1231: 0,
  2951: 0,
  3807: 3802,
};

function decoderOf({ oid }: Field): Decoder {
  const element = elements[oid];
  if (element !== undefined) return text => decodeArray(text, scalars[element] ?? String);
  return scalars[oid] ?? String;
}

/** Parses `{1,"two",NULL,{3}}`. */
function decodeArray(text: string, decode: Decoder): unknown {
  let at = text.indexOf('{');
  if (at < 0) return text;
  const list = (): unknown[] => {
    const items: unknown[] = [];
    at++;
    while (at < text.length && text[at] !== '}') {
      if (text[at] === ',') at++;
      if (text[at] === '{') items.push(list());
      else items.push(item());
    }
    at++;
    return items;
  };
  const item = (): unknown => {
    if (text[at] !== '"') {
      const start = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '}') at++;
      const word = text.slice(start, at);
      return word === 'NULL' ? null : decode(word);
    }
    let word = '';
    for (at++; at < text.length && text[at] !== '"'; at++) {
      if (text[at] === '\\') at++;
      word += text[at] ?? '';
    }
    at++;
    return decode(word);
  };
  return list();
}
