import { libraryFunctions, type Arguments } from './arguments';
import { formatText } from './format';
import { library, type LuaMachine } from './machine';
import { isTruthy, toText } from './operations';
import { PatternMatch } from './patterns';
import { LuaTable, typeName, type LuaFunction, type LuaValue } from './values';

const hasSpecials = /[\^$*+?.([%-]/;

/** The library `string`, which is also what methods of texts are. */
export function stringLibrary(machine: LuaMachine): LuaTable {
  const functions = libraryFunctions(machine, {
    byte: args => {
      const text = args.text(0);
      const [from, to] = rangeOf(text, args.integer(1, 1), args.integer(2, args.integer(1, 1)));
      return Array.from({ length: Math.max(0, to - from) }, (_, index) => text.charCodeAt(from + index));
    },
    char: args => [
      args.all
        .map((_, index) => {
          const code = args.integer(index);
          if (code < 0 || code > 255) throw args.bad(index, 'invalid value');
          return String.fromCharCode(code);
        })
        .join(''),
    ],
    find: args => find(machine, args),
    format: args => [formatText(machine, args)],
    gmatch: args => [gmatch(machine, args.text(0), args.text(1))],
    gsub: args => gsub(machine, args),
    len: args => [args.text(0).length],
    lower: args => [args.text(0).replace(/[A-Z]+/g, part => part.toLowerCase())],
    match: args => {
      const [text, pattern] = [args.text(0), args.text(1)];
      const found = search(machine, text, pattern, startOf(text, args.integer(2, 1)));
      return found ? found.match.values(found.start, found.end) : [undefined];
    },
    rep: args => {
      const [text, count] = [args.text(0), Math.max(0, args.integer(1))];
      machine.checkString(text.length * count);
      return [text.repeat(count)];
    },
    reverse: args => [Array.from(args.text(0)).reverse().join('')],
    sub: args => {
      const text = args.text(0);
      const [from, to] = rangeOf(text, args.integer(1), args.integer(2, -1));
      return [text.slice(from, Math.max(from, to))];
    },
    upper: args => [args.text(0).replace(/[a-z]+/g, part => part.toUpperCase())],
  });
  const table = library({ ...functions, gfind: functions['gmatch'] });
  for (const [name, run] of Object.entries(functions)) machine.stringMethods.set(name, run);
  machine.stringMethods.readOnly = true;
  return table;
}

/** First character and the one behind the last, from 0, for Lua's places that may count from the end. */
function rangeOf(text: string, from: number, to: number): readonly [number, number] {
  const start = from < 0 ? Math.max(text.length + from, 0) : Math.max(from, 1) - 1;
  const end = to < 0 ? text.length + to + 1 : Math.min(to, text.length);
  return [start, Math.max(start, end)];
}

const startOf = (text: string, from: number): number =>
  from > 0 ? from - 1 : from < 0 ? Math.max(0, text.length + from) : 0;

interface Found {
  readonly match: PatternMatch;
  readonly start: number;
  readonly end: number;
}

function search(machine: LuaMachine, text: string, pattern: string, from: number): Found | undefined {
  const isAnchored = pattern.startsWith('^');
  const match = new PatternMatch(machine, text, pattern);
  for (let start = from; start <= text.length; start++) {
    machine.spend();
    const end = match.at(start, isAnchored ? 1 : 0);
    if (end !== undefined) return { match, start, end };
    if (isAnchored) break;
  }
  return undefined;
}

function find(machine: LuaMachine, args: Arguments): readonly LuaValue[] {
  const [text, pattern] = [args.text(0), args.text(1)];
  const from = startOf(text, args.integer(2, 1));
  if (isTruthy(args.all[3]) || !hasSpecials.test(pattern)) {
    const at = from > text.length ? -1 : text.indexOf(pattern, from);
    return at < 0 ? [undefined] : [at + 1, at + pattern.length];
  }
  const found = search(machine, text, pattern, from);
  if (!found) return [undefined];
  const { match, start, end } = found;
  return [start + 1, end, ...(match.captures.length > 0 ? match.values(start, end) : [])];
}

function gmatch(machine: LuaMachine, text: string, pattern: string): LuaFunction {
  let from = 0;
  return () => {
    const match = new PatternMatch(machine, text, pattern);
    for (; from <= text.length; from++) {
      machine.spend();
      const end = match.at(from);
      if (end === undefined) continue;
      const values = match.values(from, end);
      from = end === from ? end + 1 : end;
      return values;
    }
    return [undefined];
  };
}

function gsub(machine: LuaMachine, args: Arguments): readonly LuaValue[] {
  const [text, pattern] = [args.text(0), args.text(1)];
  const replacement = args.all[2];
  if (!['string', 'number', 'table', 'function'].includes(typeName(replacement)))
    throw args.bad(2, 'string/function/table expected');
  const most = args.integer(3, text.length + 1);
  const isAnchored = pattern.startsWith('^');
  const match = new PatternMatch(machine, text, pattern);
  let result = '';
  let at = 0;
  let count = 0;
  while (count < most) {
    machine.spend();
    const end = match.at(at, isAnchored ? 1 : 0);
    if (end !== undefined) {
      count++;
      result += replace(machine, replacement, match, text, at, end);
      machine.checkString(result.length);
    }
    if (end !== undefined && end > at) at = end;
    else if (at < text.length) result += text.charAt(at++);
    else break;
    if (isAnchored) break;
  }
  return [result + text.slice(at), count];
}

function replace(
  machine: LuaMachine,
  replacement: LuaValue,
  match: PatternMatch,
  text: string,
  start: number,
  end: number,
): string {
  const whole = text.slice(start, end);
  let value: LuaValue;
  if (replacement instanceof LuaTable) value = replacement.get(match.capture(0, whole));
  else if (typeof replacement === 'function') [value] = replacement(match.values(start, end));
  else
    return toText(replacement)!.replace(/%([\s\S]?)/g, (_, name: string) => {
      if (!/[0-9]/.test(name)) return name;
      return name === '0' ? whole : (toText(match.capture(Number(name) - 1, whole)) ?? '');
    });
  if (!isTruthy(value)) return whole;
  const shown = toText(value);
  if (shown === undefined) throw machine.error(`invalid replacement value (a ${typeName(value)})`);
  return shown;
}
