import type { LuaMachine } from './machine';
import { type LuaError, LuaTable, numberText, parseNumber, typeName, type LuaValue } from './values';

/** Says which expression a value came from: `global 'x'`. Empty when nothing can be said. */
export type Describe = () => string;

export const isTruthy = (value: LuaValue): boolean => value !== undefined && value !== false;

/** A number, or text that is one. */
export const toNumber = (value: LuaValue): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' ? parseNumber(value) : undefined;

/** Text, or a number as text; undefined for anything else. */
export const toText = (value: LuaValue): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? numberText(value) : undefined;

/** `attempt to index global 'x' (a nil value)`. */
function typeError(machine: LuaMachine, action: string, value: LuaValue, describe: Describe): LuaError {
  const name = describe();
  const what = name === '' ? `a ${typeName(value)} value` : `${name} (a ${typeName(value)} value)`;
  return machine.error(`attempt to ${action} ${what}`);
}

/** Loops of `__index` are as long as Lua's. */
const maxLoop = 100;

export function getIndex(machine: LuaMachine, object: LuaValue, key: LuaValue, describe: Describe): LuaValue {
  let at = object;
  for (let loop = 0; loop < maxLoop; loop++) {
    if (at instanceof LuaTable) {
      const value = at.get(key);
      if (value !== undefined || !at.metatable) return value;
    }
    const handler = machine.metamethod(at, '__index');
    if (handler === undefined) {
      if (at instanceof LuaTable) return undefined;
      throw typeError(machine, 'index', at, describe);
    }
    if (typeof handler === 'function') return handler([at, key])[0];
    at = handler;
  }
  throw machine.error('loop in gettable');
}

export function setIndex(
  machine: LuaMachine,
  object: LuaValue,
  key: LuaValue,
  value: LuaValue,
  describe: Describe,
): void {
  let at = object;
  for (let loop = 0; loop < maxLoop; loop++) {
    const handler =
      at instanceof LuaTable && (!at.metatable || at.get(key) !== undefined)
        ? undefined
        : machine.metamethod(at, '__newindex');
    if (handler === undefined) {
      if (!(at instanceof LuaTable)) throw typeError(machine, 'index', at, describe);
      return rawSet(machine, at, key, value);
    }
    if (typeof handler === 'function') {
      handler([at, key, value]);
      return;
    }
    at = handler;
  }
  throw machine.error('loop in settable');
}

export function rawSet(machine: LuaMachine, table: LuaTable, key: LuaValue, value: LuaValue): void {
  if (table.readOnly) throw machine.error('Attempt to modify a readonly table');
  if (key === undefined) throw machine.error('table index is nil');
  if (Number.isNaN(key)) throw machine.error('table index is NaN');
  table.set(key, value);
}

const events = {
  '+': '__add',
  '-': '__sub',
  '*': '__mul',
  '/': '__div',
  '%': '__mod',
  '^': '__pow',
} as const;
export type ArithmeticOperator = keyof typeof events;

function compute(operator: ArithmeticOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a - Math.floor(a / b) * b;
    case '^':
      return a ** b;
  }
}

export function arithmetic(
  machine: LuaMachine,
  operator: ArithmeticOperator,
  left: LuaValue,
  right: LuaValue,
  names: readonly [Describe, Describe],
): LuaValue {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a !== undefined && b !== undefined) return compute(operator, a, b);
  const handler = binaryHandler(machine, left, right, events[operator]);
  if (handler !== undefined) return machine.call(handler, [left, right])[0];
  const [culprit, describe] = a === undefined ? [left, names[0]] : [right, names[1]];
  throw typeError(machine, 'perform arithmetic on', culprit, describe);
}

export function negate(machine: LuaMachine, value: LuaValue, describe: Describe): LuaValue {
  const number = toNumber(value);
  if (number !== undefined) return -number;
  const handler = machine.metamethod(value, '__unm');
  if (handler !== undefined) return machine.call(handler, [value, value])[0];
  throw typeError(machine, 'perform arithmetic on', value, describe);
}

export function lengthOf(machine: LuaMachine, value: LuaValue, describe: Describe): LuaValue {
  if (typeof value === 'string' || value instanceof LuaTable) return value.length;
  throw typeError(machine, 'get length of', value, describe);
}

export function concat(
  machine: LuaMachine,
  left: LuaValue,
  right: LuaValue,
  names: readonly [Describe, Describe],
): LuaValue {
  const [a, b] = [toText(left), toText(right)];
  if (a !== undefined && b !== undefined) {
    machine.checkString(a.length + b.length);
    return a + b;
  }
  const handler = binaryHandler(machine, left, right, '__concat');
  if (handler !== undefined) return machine.call(handler, [left, right])[0];
  const [culprit, describe] = a === undefined ? [left, names[0]] : [right, names[1]];
  throw typeError(machine, 'concatenate', culprit, describe);
}

const binaryHandler = (machine: LuaMachine, left: LuaValue, right: LuaValue, event: string): LuaValue =>
  machine.metamethod(left, event) ?? machine.metamethod(right, event);

export function areEqual(machine: LuaMachine, left: LuaValue, right: LuaValue): boolean {
  if (left === right) return true;
  if (!(left instanceof LuaTable) || !(right instanceof LuaTable)) return false;
  const handler = left.metatable?.get('__eq');
  if (handler === undefined || handler !== right.metatable?.get('__eq')) return false;
  return isTruthy(machine.call(handler, [left, right])[0]);
}

/** `left < right`, or `left <= right`. Text is compared byte by byte. */
export function isBefore(machine: LuaMachine, left: LuaValue, right: LuaValue, orEqual: boolean): boolean {
  if (typeof left === 'number' && typeof right === 'number') return orEqual ? left <= right : left < right;
  if (typeof left === 'string' && typeof right === 'string') return orEqual ? left <= right : left < right;
  const handler = machine.metamethod(left, orEqual ? '__le' : '__lt');
  if (handler !== undefined && handler === machine.metamethod(right, orEqual ? '__le' : '__lt'))
    return isTruthy(machine.call(handler, [left, right])[0]);
  const [a, b] = [typeName(left), typeName(right)];
  throw machine.error(a === b ? `attempt to compare two ${a} values` : `attempt to compare ${a} with ${b}`);
}

/** As `tostring` gives it. */
export function display(machine: LuaMachine, value: LuaValue): string {
  const handler = machine.metamethod(value, '__tostring');
  if (handler !== undefined) {
    const text = toText(machine.call(handler, [value])[0]);
    if (text === undefined) throw machine.error("'tostring' must return a string to 'print'");
    return text;
  }
  if (value === undefined) return 'nil';
  if (typeof value === 'boolean') return String(value);
  return toText(value) ?? `${typeName(value)}: 0x${addressOf(value as object)}`;
}

/** Numbers in the order in which they are asked for, so that the same script says the same again. */
const addresses = new WeakMap<object, string>();
let nextAddress = 0x55d0_0000;

function addressOf(value: object): string {
  const known = addresses.get(value);
  if (known !== undefined) return known;
  const address = (nextAddress += 32).toString(16).padStart(12, '0');
  addresses.set(value, address);
  return address;
}
