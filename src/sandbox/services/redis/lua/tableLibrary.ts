import { libraryFunctions } from './arguments';
import { library, type LuaMachine } from './machine';
import { isBefore, isTruthy, toText } from './operations';
import { LuaTable, type LuaValue } from './values';

/** The library `table`. */
export function tableLibrary(machine: LuaMachine): LuaTable {
  const writable = (table: LuaTable): LuaTable => {
    if (table.readOnly) throw machine.error('Attempt to modify a readonly table');
    machine.spend();
    return table;
  };
  const functions = libraryFunctions(machine, {
    concat: args => {
      const table = args.table(0);
      const separator = args.text(1, '');
      const [from, to] = [args.integer(2, 1), args.integer(3, table.length)];
      machine.spend(Math.max(0, to - from));
      const parts: string[] = [];
      let length = 0;
      for (let index = from; index <= to; index++) {
        const part = toText(table.get(index));
        if (part === undefined)
          throw machine.error(
            `invalid value (${kindOf(table.get(index))}) at index ${index} in table for 'concat'`,
          );
        length += part.length + separator.length;
        parts.push(part);
      }
      machine.checkString(length);
      return [parts.join(separator)];
    },
    getn: args => [args.table(0).length],
    insert: args => {
      const table = writable(args.table(0));
      if (args.all.length === 2) {
        table.set(table.length + 1, args.all[1]);
        return [];
      }
      if (args.all.length !== 3) throw machine.error("wrong number of arguments to 'insert'");
      const position = args.integer(1);
      if (position >= 1 && position <= table.length) table.insert(position, args.all[2]);
      else table.set(position, args.all[2]);
      return [];
    },
    maxn: args => {
      let most = 0;
      const table = args.table(0);
      for (let pair = table.next(undefined); pair; pair = table.next(pair[0]))
        if (typeof pair[0] === 'number' && pair[0] > most) most = pair[0];
      return [most];
    },
    remove: args => {
      const table = writable(args.table(0));
      const position = args.integer(1, table.length);
      if (position < 1 || position > table.length) return [];
      return [table.remove(position)];
    },
    sort: args => {
      const table = writable(args.table(0));
      const order = args.all[1];
      if (order !== undefined) args.function(1);
      const before = (a: LuaValue, b: LuaValue): boolean => {
        machine.spend();
        return order === undefined
          ? isBefore(machine, a, b, false)
          : isTruthy(machine.call(order, [a, b])[0]);
      };
      table.values().sort((a, b) => (before(a, b) ? -1 : before(b, a) ? 1 : 0));
      return [];
    },
    foreach: args => {
      const table = args.table(0);
      for (let pair = table.next(undefined); pair; pair = table.next(pair[0])) {
        const [result] = args.function(1)(pair);
        if (result !== undefined) return [result];
      }
      return [];
    },
    foreachi: args => {
      const table = args.table(0);
      for (let index = 1; index <= table.length; index++) {
        const [result] = args.function(1)([index, table.get(index)]);
        if (result !== undefined) return [result];
      }
      return [];
    },
  });
  return library(functions);
}

const kindOf = (value: LuaValue): string =>
  value === undefined ? 'nil' : value instanceof LuaTable ? 'table' : typeof value;
