/**
 * Values of Lua 5.1, the version inside Redis. Numbers are doubles; a string is a binary one, a character a byte; nil is
 * `undefined`.
 */
export type LuaValue = undefined | boolean | number | string | LuaTable | LuaFunction;

/** Takes and gives any number of values. */
export type LuaFunction = (args: readonly LuaValue[]) => readonly LuaValue[];

/** What a script throws. Its value may be anything; for most errors it is text that begins with the place. */
export class LuaError extends Error {
  constructor(
    readonly value: LuaValue,
    /** Line of the script's own code that was running. */
    readonly line: number,
  ) {
    super('A Lua script failed.');
  }
}

/** A table: a list for the keys 1…n, and a map that keeps the order of insertion for everything else. */
export class LuaTable {
  metatable: LuaTable | undefined;
  /** Set for tables that scripts must not change. */
  readOnly = false;
  private readonly list: LuaValue[] = [];
  private readonly map = new Map<LuaValue, LuaValue>();
  private order: readonly LuaValue[] = [];
  private position = 0;

  static from(values: readonly LuaValue[]): LuaTable {
    const table = new LuaTable();
    for (const value of values) table.list.push(value);
    table.trim();
    return table;
  }

  /** A border, as the length operator gives it. */
  get length(): number {
    return this.list.length;
  }

  get(key: LuaValue): LuaValue {
    if (typeof key === 'number' && key >= 1 && key <= this.list.length && Number.isInteger(key))
      return this.list[key - 1];
    return this.map.get(key);
  }

  /** The key is neither nil nor NaN. */
  set(key: LuaValue, value: LuaValue): void {
    if (typeof key === 'number' && Number.isInteger(key) && key >= 1) {
      if (key <= this.list.length) {
        this.list[key - 1] = value;
        if (value === undefined) this.trim();
        return;
      }
      if (key === this.list.length + 1) {
        if (value === undefined) this.map.delete(key);
        else this.append(value);
        return;
      }
    }
    if (value === undefined) this.map.delete(key);
    else this.map.set(key, value);
  }

  /** The pair behind `key`; undefined at the end, null if the key is not there. */
  next(key: LuaValue): readonly [LuaValue, LuaValue] | undefined | null {
    let index = 0;
    if (key === undefined) this.order = [];
    else {
      if (typeof key !== 'number' || !Number.isInteger(key) || key < 1 || key > this.list.length)
        return this.nextInMap(key);
      index = key;
    }
    for (; index < this.list.length; index++)
      if (this.list[index] !== undefined) return [index + 1, this.list[index]];
    this.order = [...this.map.keys()];
    return this.mapFrom(0);
  }

  insert(position: number, value: LuaValue): void {
    this.list.splice(position - 1, 0, value);
  }

  remove(position: number): LuaValue {
    const [value] = this.list.splice(position - 1, 1);
    this.trim();
    return value;
  }

  /** The values of 1…n, for sorting in place and for unpacking. */
  values(): LuaValue[] {
    return this.list;
  }

  private append(value: LuaValue): void {
    this.list.push(value);
    if (this.map.size === 0) return;
    this.map.delete(this.list.length);
    for (let next; (next = this.map.get(this.list.length + 1)) !== undefined;) {
      this.map.delete(this.list.length + 1);
      this.list.push(next);
    }
  }

  private trim(): void {
    while (this.list.length > 0 && this.list.at(-1) === undefined) this.list.pop();
  }

  private nextInMap(key: LuaValue): readonly [LuaValue, LuaValue] | undefined | null {
    let at = this.order[this.position] === key ? this.position : this.order.indexOf(key);
    if (at < 0) {
      // A place of the list that has been emptied while somebody goes through it.
      const wasInList = typeof key === 'number' && Number.isInteger(key) && key >= 1;
      if (!this.map.has(key) && !wasInList) return null;
      this.order = [...this.map.keys()];
      at = this.order.indexOf(key);
    }
    return this.mapFrom(at + 1);
  }

  private mapFrom(start: number): readonly [LuaValue, LuaValue] | undefined {
    for (let at = start; at < this.order.length; at++) {
      const key = this.order[at];
      const value = this.map.get(key);
      if (value === undefined) continue;
      this.position = at;
      return [key, value];
    }
    return undefined;
  }
}

export function typeName(value: LuaValue): string {
  if (value === undefined) return 'nil';
  if (value instanceof LuaTable) return 'table';
  return typeof value;
}

/** C's `%.<precision>g`. */
export function formatG(value: number, precision: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  if (Number.isNaN(value)) return '-nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && Math.abs(value) < Math.min(10 ** precision, 1e21)) return String(value);
  const [mantissa = '', power = ''] = exponentialText(value, Math.max(1, precision) - 1).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= precision) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${withoutTrailingZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  return withoutTrailingZeros(fixedText(value, Math.max(0, precision - 1 - exponent)));
}

/** Digits that say whether a number lies exactly in the middle. */
const moreDigits = 25;

/** `toFixed`, with C's rounding: what lies exactly in the middle goes to the even digit, and not upwards. */
export const fixedText = (value: number, places: number): string =>
  toEven(value.toFixed(places), value.toFixed(Math.min(100, places + moreDigits)), places);

/** `toExponential`, with the same rounding. */
export function exponentialText(value: number, places: number): string {
  const [rounded = '', power = ''] = value.toExponential(places).split('e');
  const [exact = '', exactPower = ''] = value.toExponential(Math.min(100, places + moreDigits)).split('e');
  return power === exactPower ? `${toEven(rounded, exact, places)}e${power}` : `${rounded}e${power}`;
}

function toEven(rounded: string, exact: string, places: number): string {
  const point = exact.indexOf('.');
  const cut = exact.slice(0, point + 1 + places);
  const isTie = /^50*$/.test(exact.slice(cut.length));
  if (!isTie) return rounded;
  const down = places === 0 ? cut.slice(0, -1) : cut;
  return Number(down.at(-1)) % 2 === 0 ? down : rounded;
}

const withoutTrailingZeros = (text: string): string =>
  text.includes('.') ? text.replace(/\.?0+$/, '') : text;

/** How Lua turns a number into text. */
export const numberText = (value: number): string => formatG(value, 14);

/** C's `strtod` on the whole text, blanks around it allowed; undefined if it is no number. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return Number(trimmed);
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]+)$/.exec(trimmed);
  if (hex) return (hex[1] === '-' ? -1 : 1) * Number(`0x${hex[2]}`);
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(trimmed);
  if (!special) return undefined;
  const value = special[2]!.toLowerCase() === 'nan' ? NaN : Infinity;
  return special[1] === '-' ? -value : value;
}
