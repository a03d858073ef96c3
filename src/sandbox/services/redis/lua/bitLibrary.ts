import { libraryFunctions, type Arguments } from './arguments';
import { library, type LuaMachine } from './machine';
import type { LuaTable } from './values';

/** The library `bit` (Lua BitOp): 32 bits, results are signed. */
export function bitLibrary(machine: LuaMachine): LuaTable {
  /** Modulo 2^32, halves to even, as BitOp makes bits of a double. */
  const bits = (args: Arguments, index: number): number => {
    const value = args.number(index);
    const rounded = Math.round(value);
    return (Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded) | 0;
  };
  const fold = (run: (a: number, b: number) => number) => (args: Arguments) => {
    let result = bits(args, 0);
    for (let index = 1; index < args.all.length; index++) result = run(result, bits(args, index)) | 0;
    return [result];
  };
  const shift = (run: (a: number, by: number) => number) => (args: Arguments) => [
    run(bits(args, 0), bits(args, 1) & 31) | 0,
  ];
  return library(
    libraryFunctions(machine, {
      tobit: args => [bits(args, 0)],
      bnot: args => [~bits(args, 0)],
      band: fold((a, b) => a & b),
      bor: fold((a, b) => a | b),
      bxor: fold((a, b) => a ^ b),
      lshift: shift((a, by) => a << by),
      rshift: shift((a, by) => a >>> by),
      arshift: shift((a, by) => a >> by),
      rol: shift((a, by) => (a << by) | (a >>> ((32 - by) & 31))),
      ror: shift((a, by) => (a >>> by) | (a << ((32 - by) & 31))),
      bswap: args => {
        const value = bits(args, 0);
        const swapped =
          (value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | ((value >>> 24) & 0xff);
        return [swapped | 0];
      },
      tohex: args => {
        const digits = args.all.length > 1 ? bits(args, 1) : 8;
        const text = (bits(args, 0) >>> 0)
          .toString(16)
          .padStart(8, '0')
          .slice(-Math.min(8, Math.abs(digits)));
        return [digits < 0 ? text.toUpperCase() : text];
      },
    }),
  );
}
