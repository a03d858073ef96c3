import type { LuaMachine } from './machine';
import { toNumber, toText } from './operations';
import { LuaTable, typeName, type LuaError, type LuaFunction, type LuaValue } from './values';

/** Reads the arguments of a library function, with Lua's own words when one is wrong. */
export class Arguments {
  constructor(
    private readonly machine: LuaMachine,
    private readonly name: string,
    readonly all: readonly LuaValue[],
  ) {}

  bad(index: number, why: string): LuaError {
    return this.machine.error(`bad argument #${index + 1} to '${this.name}' (${why})`);
  }

  private wrongType(index: number, expected: string): LuaError {
    const got = index < this.all.length ? typeName(this.all[index]) : 'no value';
    return this.bad(index, `${expected} expected, got ${got}`);
  }

  any(index: number): LuaValue {
    if (index >= this.all.length) throw this.bad(index, 'value expected');
    return this.all[index];
  }

  number(index: number, otherwise?: number): number {
    if (otherwise !== undefined && this.all[index] === undefined) return otherwise;
    const number = toNumber(this.all[index]);
    if (number === undefined) throw this.wrongType(index, 'number');
    return number;
  }

  /** Towards zero, as C turns a double into a long. */
  integer(index: number, otherwise?: number): number {
    return Math.trunc(this.number(index, otherwise)) || 0;
  }

  text(index: number, otherwise?: string): string {
    if (otherwise !== undefined && this.all[index] === undefined) return otherwise;
    const text = toText(this.all[index]);
    if (text === undefined) throw this.wrongType(index, 'string');
    return text;
  }

  table(index: number): LuaTable {
    const value = this.all[index];
    if (!(value instanceof LuaTable)) throw this.wrongType(index, 'table');
    return value;
  }

  function(index: number): LuaFunction {
    const value = this.all[index];
    if (typeof value !== 'function') throw this.wrongType(index, 'function');
    return value;
  }
}

/** A library function that reads its arguments by `Arguments`. */
export const libraryFunction =
  (machine: LuaMachine, name: string, run: (args: Arguments) => readonly LuaValue[]): LuaFunction =>
  args =>
    run(new Arguments(machine, name, args));

/** Functions by name, each told its own name. */
export const libraryFunctions = (
  machine: LuaMachine,
  functions: Readonly<Record<string, (args: Arguments) => readonly LuaValue[]>>,
): Record<string, LuaFunction> =>
  Object.fromEntries(
    Object.entries(functions).map(([name, run]) => [name, libraryFunction(machine, name, run)]),
  );
