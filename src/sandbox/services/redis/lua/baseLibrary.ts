import { libraryFunctions } from './arguments';
import type { LuaMachine } from './machine';
import { display, getIndex, isTruthy, rawSet, toText } from './operations';
import { compile } from './statements';
import { LuaError, LuaTable, parseNumber, typeName, type LuaFunction, type LuaValue } from './values';

/** As many values as a call can take. */
const maxUnpacked = 8_000;

export function baseLibrary(machine: LuaMachine): Record<string, LuaValue> {
  const next: LuaFunction = args => {
    const [table, key] = args;
    if (!(table instanceof LuaTable))
      throw machine.error(`bad argument #1 to 'next' (table expected, got ${typeName(table)})`);
    const found = table.next(key);
    if (found === null) throw machine.error("invalid key to 'next'");
    return found ?? [undefined];
  };
  const step: LuaFunction = ([table, index]) => {
    const at = (index as number) + 1;
    const value = getIndex(machine, table, at, () => '');
    return value === undefined ? [undefined] : [at, value];
  };
  return {
    _VERSION: 'Lua 5.1',
    next,
    ...libraryFunctions(machine, {
      assert: args => {
        if (isTruthy(args.any(0))) return args.all;
        throw machine.error(args.text(1, 'assertion failed!'));
      },
      error: args => {
        const [message] = args.all;
        const isText = typeof message === 'string';
        throw new LuaError(isText ? machine.where(args.integer(1, 1)) + message : message, machine.line);
      },
      getmetatable: args => {
        const value = args.any(0);
        const metatable = value instanceof LuaTable ? value.metatable : undefined;
        return [metatable?.get('__metatable') ?? metatable];
      },
      ipairs: args => [step, args.table(0), 0],
      loadstring: args => load(machine, args.text(0)),
      load: args => {
        const part = args.function(0);
        let source = '';
        for (let piece; (piece = part([])[0]) !== undefined && piece !== '';) {
          if (typeof piece !== 'string') return [undefined, 'reader function must return a string'];
          machine.checkString(source.length + piece.length);
          source += piece;
        }
        return load(machine, source);
      },
      pairs: args => [next, args.table(0), undefined],
      pcall: args => {
        const callee = args.any(0);
        const { line } = machine;
        machine.line = 0; // what is called has no caller with a line
        const result = machine.protect(() => machine.call(callee, args.all.slice(1)));
        machine.line = line;
        return 'error' in result ? [false, shownError(result.error.value)] : [true, ...result.values];
      },
      rawequal: args => [args.any(0) === args.any(1)],
      rawget: args => [args.table(0).get(args.all[1])],
      rawset: args => {
        rawSet(machine, args.table(0), args.all[1], args.all[2]);
        return [args.all[0]];
      },
      select: args => {
        if (args.all[0] === '#') return [args.all.length - 1];
        const index = args.integer(0);
        const from = index < 0 ? args.all.length + index : index;
        if (from < 1) throw args.bad(0, 'index out of range');
        return args.all.slice(from);
      },
      setmetatable: args => {
        const table = args.table(0);
        const metatable = args.all[1];
        if (metatable !== undefined && !(metatable instanceof LuaTable))
          throw args.bad(1, 'nil or table expected');
        if (table.readOnly) throw machine.error('Attempt to modify a readonly table');
        if (table.metatable?.get('__metatable') !== undefined)
          throw machine.error('cannot change a protected metatable');
        table.metatable = metatable;
        return [table];
      },
      tonumber: args => [toNumberWithBase(args.any(0), args.integer(1, 10), why => args.bad(1, why))],
      tostring: args => [display(machine, args.any(0))],
      type: args => [typeName(args.any(0))],
      unpack: args => {
        const table = args.table(0);
        const from = args.integer(1, 1);
        const to = args.integer(2, table.length);
        if (to - from >= maxUnpacked) throw machine.error('too many results to unpack');
        return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => table.get(from + index));
      },
      xpcall: args => {
        const callee = args.any(0);
        const handler = args.all[1];
        const result = machine.protect(() => machine.call(callee, []));
        if (!('error' in result)) return [true, ...result.values];
        return [false, ...machine.call(handler, [result.error.value])];
      },
      collectgarbage: () => [0],
      gcinfo: () => [0, 0],
    }),
  };
}

/** Redis gives the text of an error of its own commands in the place of its table. */
function shownError(value: LuaValue): LuaValue {
  const text = value instanceof LuaTable ? value.get('err') : undefined;
  return typeof text === 'string' ? text : value;
}

function load(machine: LuaMachine, source: string): readonly LuaValue[] {
  const result = machine.protect(() => [compile(machine, source)]);
  return 'error' in result ? [undefined, result.error.value] : result.values;
}

function toNumberWithBase(value: LuaValue, base: number, bad: (why: string) => LuaError): LuaValue {
  if (base === 10) {
    if (typeof value === 'number') return value;
    return typeof value === 'string' ? parseNumber(value) : undefined;
  }
  if (base < 2 || base > 36) throw bad('base out of range');
  const text = (toText(value) ?? '').trim().toLowerCase();
  const digits = /^-?[0-9a-z]+$/.test(text) ? text.replace(/^-/, '') : '';
  const isValid = digits !== '' && Array.from(digits).every(digit => parseInt(digit, 36) < base);
  return isValid ? parseInt(text, base) : undefined;
}
