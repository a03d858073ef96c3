import { libraryFunctions } from './arguments';
import { library, type LuaMachine } from './machine';
import { formatG, LuaTable, type LuaError, type LuaValue } from './values';

/** Levels of nesting, for both directions. */
const maxDepth = 1_000;
/** A list with more holes than this is refused: `encode_sparse_array`'s defaults. */
const sparseRatio = 2;
const safeLength = 10;

/** What JSON's null becomes. A value of its own: a table cannot hold nil. */
const nullValue = new LuaTable();
nullValue.readOnly = true;

/** The library `cjson`, encode and decode with its defaults. */
export function jsonLibrary(machine: LuaMachine): LuaTable {
  const functions = libraryFunctions(machine, {
    encode: args => {
      if (args.all.length !== 1) throw args.bad(0, 'expected 1 argument');
      return [encode(machine, args.all[0], 0)];
    },
    decode: args => {
      if (args.all.length !== 1) throw args.bad(0, 'expected 1 argument');
      return [new Decoder(machine, args.text(0)).run()];
    },
  });
  return library({ ...functions, null: nullValue, _NAME: 'cjson', _VERSION: '2.1.0' });
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

const quote = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  `"${text.replace(/["\\/\x00-\x1f\x7f]/g, character => {
    const known = escapes[character];
    return known ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  })}"`;

function encode(machine: LuaMachine, value: LuaValue, depth: number): string {
  machine.spend();
  if (value === undefined || value === nullValue) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw machine.error('Cannot serialise number: must not be NaN or Inf');
    return formatG(value, 14);
  }
  if (!(value instanceof LuaTable))
    throw machine.error(`Cannot serialise ${typeof value}: type not supported`);
  if (depth >= maxDepth) throw machine.error(`Cannot serialise, excessive depth (${depth + 1})`);
  const length = listLength(machine, value);
  const text = length > 0 ? encodeList(machine, value, length, depth) : encodeObject(machine, value, depth);
  machine.checkString(text.length);
  return text;
}

/** Of a table whose keys are all positive whole numbers; 0 for any other. */
function listLength(machine: LuaMachine, table: LuaTable): number {
  let most = 0;
  let count = 0;
  for (let pair = table.next(undefined); pair; pair = table.next(pair[0])) {
    const [key] = pair;
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 1) return 0;
    most = Math.max(most, key);
    count++;
  }
  if (most > count * sparseRatio && most > safeLength)
    throw machine.error('Cannot serialise table: excessively sparse array');
  return most;
}

function encodeList(machine: LuaMachine, table: LuaTable, length: number, depth: number): string {
  const items: string[] = [];
  for (let index = 1; index <= length; index++) items.push(encode(machine, table.get(index), depth + 1));
  return `[${items.join(',')}]`;
}

function encodeObject(machine: LuaMachine, table: LuaTable, depth: number): string {
  const members: string[] = [];
  for (let pair = table.next(undefined); pair; pair = table.next(pair[0])) {
    const [key, value] = pair;
    if (typeof key !== 'string' && typeof key !== 'number')
      throw machine.error('Cannot serialise table: table key must be a number or string');
    const name = typeof key === 'number' ? `"${formatG(key, 14)}"` : quote(key);
    members.push(`${name}:${encode(machine, value, depth + 1)}`);
  }
  return `{${members.join(',')}}`;
}

/** Texts are binary: what is not ASCII goes through as it is, and `\u` gives UTF-8. */
class Decoder {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly machine: LuaMachine,
    private readonly text: string,
  ) {}

  run(): LuaValue {
    const value = this.value();
    this.skipBlanks();
    if (this.at < this.text.length) throw this.expected('the end');
    return value;
  }

  private expected(what: string): LuaError {
    const found = this.at >= this.text.length ? 'T_END' : this.tokenName();
    return this.machine.error(`Expected ${what} but found ${found} at character ${this.at + 1}`);
  }

  private tokenName(): string {
    const names: Readonly<Record<string, string>> = {
      '{': 'T_OBJ_BEGIN',
      '}': 'T_OBJ_END',
      '[': 'T_ARR_BEGIN',
      ']': 'T_ARR_END',
      ',': 'T_COMMA',
      ':': 'T_COLON',
      '"': 'T_STRING',
    };
    return names[this.text[this.at]!] ?? 'invalid token';
  }

  private skipBlanks(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at++;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private accept(character: string): boolean {
    this.skipBlanks();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private value(): LuaValue {
    this.machine.spend();
    this.skipBlanks();
    if (this.accept('{')) return this.nested(() => this.object());
    if (this.accept('[')) return this.nested(() => this.list());
    if (this.text[this.at] === '"') return this.string();
    if (this.match(/true\b/y) !== undefined) return true;
    if (this.match(/false\b/y) !== undefined) return false;
    if (this.match(/null\b/y) !== undefined) return nullValue;
    const number = this.match(/-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y);
    if (number !== undefined) return Number(number);
    throw this.expected('value');
  }

  private nested(read: () => LuaTable): LuaTable {
    if (++this.depth > maxDepth)
      throw this.machine.error(
        `Found too many nested data structures (${this.depth}) at character ${this.at}`,
      );
    const table = read();
    this.depth--;
    return table;
  }

  private object(): LuaTable {
    const table = new LuaTable();
    if (this.accept('}')) return table;
    do {
      this.skipBlanks();
      if (this.text[this.at] !== '"') throw this.expected('object key string');
      const key = this.string();
      if (!this.accept(':')) throw this.expected('colon');
      table.set(key, this.value());
    } while (this.accept(','));
    if (!this.accept('}')) throw this.expected('comma or object end');
    return table;
  }

  private list(): LuaTable {
    const values: LuaValue[] = [];
    if (this.accept(']')) return LuaTable.from(values);
    do values.push(this.value());
    while (this.accept(','));
    if (!this.accept(']')) throw this.expected('comma or array end');
    return LuaTable.from(values);
  }

  private string(): string {
    const start = this.at;
    this.at++;
    let value = '';
    for (;;) {
      value += this.match(/[^"\\]+/y) ?? '';
      const character = this.text[this.at++];
      if (character === '"') return value;
      if (character === undefined) {
        this.at = start;
        throw this.machine.error(
          `Expected value but found unexpected end of string at character ${this.text.length + 1}`,
        );
      }
      value += this.escape();
    }
  }

  private escape(): string {
    const character = this.text[this.at++] ?? '';
    if (character === 'u') return this.unicode();
    const plain: Readonly<Record<string, string>> = {
      b: '\b',
      f: '\f',
      n: '\n',
      r: '\r',
      t: '\t',
      '"': '"',
      '/': '/',
      '\\': '\\',
    };
    const value = plain[character];
    if (value !== undefined) return value;
    this.at--;
    throw this.machine.error(`Expected value but found invalid escape code at character ${this.at}`);
  }

  private unicode(): string {
    const unit = this.match(/[0-9a-fA-F]{4}/y);
    if (unit === undefined)
      throw this.machine.error(
        `Expected value but found invalid unicode escape code at character ${this.at - 1}`,
      );
    let code = parseInt(unit, 16);
    if (code >= 0xd800 && code <= 0xdbff) {
      const low = this.match(/\\u[dD][c-fC-F][0-9a-fA-F]{2}/y);
      if (low !== undefined) code = 0x10000 + ((code & 0x3ff) << 10) + (parseInt(low.slice(2), 16) & 0x3ff);
    }
    return Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
  }
}
