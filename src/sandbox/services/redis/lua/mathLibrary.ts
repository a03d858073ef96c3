import { libraryFunctions, type Arguments } from './arguments';
import { library, type LuaMachine } from './machine';
import type { LuaTable, LuaValue } from './values';

/** The library `math`. Redis seeds `random` alike for every script, so that scripts are repeatable. */
export function mathLibrary(machine: LuaMachine): LuaTable {
  let seed = 0;
  const next = (): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return seed / 0x8000_0000;
  };
  const plain = (run: (x: number) => number) => (args: Arguments) => [run(args.number(0))];
  const fold = (run: (...values: number[]) => number) => (args: Arguments) => {
    args.number(0);
    return [run(...args.all.map((_, index) => args.number(index)))];
  };
  const functions = libraryFunctions(machine, {
    abs: plain(Math.abs),
    acos: plain(Math.acos),
    asin: plain(Math.asin),
    atan: plain(Math.atan),
    atan2: args => [Math.atan2(args.number(0), args.number(1))],
    ceil: plain(Math.ceil),
    cos: plain(Math.cos),
    cosh: plain(Math.cosh),
    deg: plain(x => (x * 180) / Math.PI),
    exp: plain(Math.exp),
    floor: plain(Math.floor),
    fmod: args => [args.number(0) % args.number(1)],
    frexp: args => frexp(args.number(0)),
    ldexp: args => [args.number(0) * 2 ** args.integer(1)],
    log: plain(Math.log),
    log10: plain(Math.log10),
    max: fold(Math.max),
    min: fold(Math.min),
    modf: args => {
      const x = args.number(0);
      return [Math.trunc(x), Number.isFinite(x) ? x - Math.trunc(x) : 0];
    },
    pow: args => [args.number(0) ** args.number(1)],
    rad: plain(x => (x * Math.PI) / 180),
    random: args => {
      const value = next();
      if (args.all.length === 0) return [value];
      const [low, high] = args.all.length === 1 ? [1, args.integer(0)] : [args.integer(0), args.integer(1)];
      if (low > high) throw args.bad(args.all.length - 1, 'interval is empty');
      return [Math.floor(value * (high - low + 1)) + low];
    },
    randomseed: args => {
      seed = args.integer(0) | 0;
      return [];
    },
    sin: plain(Math.sin),
    sinh: plain(Math.sinh),
    sqrt: plain(Math.sqrt),
    tan: plain(Math.tan),
    tanh: plain(Math.tanh),
  });
  return library({ ...functions, huge: Infinity, pi: Math.PI });
}

function frexp(value: number): readonly LuaValue[] {
  if (value === 0 || !Number.isFinite(value)) return [value, 0];
  let exponent = Math.max(-1_023, Math.floor(Math.log2(Math.abs(value))) + 1);
  let mantissa = value * 2 ** -exponent;
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  return [mantissa, exponent];
}
