import type { LuaMachine } from './machine';
import type { LuaError, LuaValue } from './values';

/** What one pair of brackets caught: a place and a length, or a place alone. */
interface Captured {
  readonly start: number;
  length: number;
}

const unclosed = -1;
const placeOnly = -2;
const maxCaptures = 32;
const maxDepth = 150;

/** Lua's own patterns, matched as `lstrlib.c` does: by backtracking, a character class at a time. */
export class PatternMatch {
  captures: Captured[] = [];
  private depth = 0;

  constructor(
    private readonly machine: LuaMachine,
    private readonly text: string,
    private readonly pattern: string,
  ) {}

  /** Where a match that begins at `start` ends; undefined if there is none. */
  at(start: number, patternStart = 0): number | undefined {
    this.captures = [];
    this.depth = 0;
    return this.match(start, patternStart);
  }

  /** The captures, or the whole match where there are none. */
  values(start: number, end: number): LuaValue[] {
    if (this.captures.length === 0) return [this.text.slice(start, end)];
    return this.captures.map((_, index) => this.capture(index));
  }

  capture(index: number, whole?: string): LuaValue {
    const captured = this.captures[index];
    if (!captured) {
      if (index === 0 && whole !== undefined) return whole;
      throw this.fail('invalid capture index');
    }
    if (captured.length === unclosed) throw this.fail('unfinished capture');
    if (captured.length === placeOnly) return captured.start + 1;
    return this.text.slice(captured.start, captured.start + captured.length);
  }

  private fail(message: string): LuaError {
    return this.machine.error(message);
  }

  private match(start: number, from: number): number | undefined {
    if (++this.depth > maxDepth) throw this.fail('pattern too complex');
    try {
      return this.step(start, from);
    } finally {
      this.depth--;
    }
  }

  private step(start: number, from: number): number | undefined {
    const { text, pattern } = this;
    let at = start;
    let place = from;
    for (;;) {
      this.machine.spend();
      if (place >= pattern.length) return at;
      const character = pattern[place];
      if (character === '(') {
        const isPlace = pattern[place + 1] === ')';
        return this.open(at, place + (isPlace ? 2 : 1), isPlace ? placeOnly : unclosed);
      }
      if (character === ')') return this.close(at, place + 1);
      if (character === '$' && place + 1 === pattern.length) return at === text.length ? at : undefined;
      if (character === '%') {
        const next = pattern[place + 1];
        if (next === 'b') {
          const end = this.balance(at, place + 2);
          if (end === undefined) return undefined;
          [at, place] = [end, place + 4];
          continue;
        }
        if (next === 'f') {
          const classEnd = this.endOfFrontier(place + 2);
          if (!this.isFrontier(at, place + 2, classEnd)) return undefined;
          place = classEnd;
          continue;
        }
        if (next !== undefined && next >= '0' && next <= '9') {
          const end = this.back(at, next);
          if (end === undefined) return undefined;
          [at, place] = [end, place + 2];
          continue;
        }
      }
      const end = this.endOfClass(place);
      const fits = at < text.length && this.fitsSingle(at, place, end);
      switch (pattern[end]) {
        case '?': {
          const taken = fits ? this.match(at + 1, end + 1) : undefined;
          if (taken !== undefined) return taken;
          place = end + 1;
          continue;
        }
        case '*':
          return this.most(at, place, end);
        case '+':
          return fits ? this.most(at + 1, place, end) : undefined;
        case '-':
          return this.least(at, place, end);
        default:
          if (!fits) return undefined;
          at++;
          place = end;
      }
    }
  }

  private endOfClass(place: number): number {
    const { pattern } = this;
    const character = pattern[place];
    let at = place + 1;
    if (character === '%') {
      if (at >= pattern.length) throw this.fail("malformed pattern (ends with '%')");
      return at + 1;
    }
    if (character !== '[') return at;
    if (pattern[at] === '^') at++;
    do {
      if (at >= pattern.length) throw this.fail("malformed pattern (missing ']')");
      if (pattern[at++] === '%') at++;
    } while (pattern[at] !== ']');
    return at + 1;
  }

  private fitsSingle(at: number, place: number, end: number): boolean {
    const code = this.text.charCodeAt(at);
    switch (this.pattern[place]) {
      case '.':
        return true;
      case '%':
        return fitsClass(code, this.pattern[place + 1]!);
      case '[':
        return this.fitsSet(code, place, end - 1);
      default:
        return this.pattern.charCodeAt(place) === code;
    }
  }

  /** @param last the closing bracket */
  private fitsSet(code: number, place: number, last: number): boolean {
    const { pattern } = this;
    const isNegated = pattern[place + 1] === '^';
    for (let at = place + (isNegated ? 2 : 1); at < last; at++) {
      if (pattern[at] === '%') {
        at++;
        if (fitsClass(code, pattern[at]!)) return !isNegated;
      } else if (pattern[at + 1] === '-' && at + 2 < last) {
        if (pattern.charCodeAt(at) <= code && code <= pattern.charCodeAt(at + 2)) return !isNegated;
        at += 2;
      } else if (pattern.charCodeAt(at) === code) return !isNegated;
    }
    return isNegated;
  }

  private most(start: number, place: number, end: number): number | undefined {
    let count = 0;
    while (start + count < this.text.length && this.fitsSingle(start + count, place, end)) {
      this.machine.spend();
      count++;
    }
    for (; count >= 0; count--) {
      const found = this.match(start + count, end + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private least(start: number, place: number, end: number): number | undefined {
    for (let at = start; ; at++) {
      const found = this.match(at, end + 1);
      if (found !== undefined) return found;
      if (at >= this.text.length || !this.fitsSingle(at, place, end)) return undefined;
    }
  }

  private open(at: number, place: number, length: number): number | undefined {
    if (this.captures.length >= maxCaptures) throw this.fail('too many captures');
    this.captures.push({ start: at, length });
    const found = this.match(at, place);
    if (found === undefined) this.captures.pop();
    return found;
  }

  private close(at: number, place: number): number | undefined {
    const captured = this.captures.findLast(({ length }) => length === unclosed);
    if (!captured) throw this.fail('invalid pattern capture');
    captured.length = at - captured.start;
    const found = this.match(at, place);
    if (found === undefined) captured.length = unclosed;
    return found;
  }

  private balance(start: number, place: number): number | undefined {
    const { text, pattern } = this;
    if (place + 1 >= pattern.length) throw this.fail('unbalanced pattern');
    const [opening, closing] = [pattern[place], pattern[place + 1]];
    if (text[start] !== opening) return undefined;
    let depth = 1;
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === closing) {
        if (--depth === 0) return at + 1;
      } else if (text[at] === opening) depth++;
    }
    return undefined;
  }

  private endOfFrontier(place: number): number {
    if (this.pattern[place] !== '[') throw this.fail("missing '[' after '%f' in pattern");
    return this.endOfClass(place);
  }

  private isFrontier(at: number, place: number, end: number): boolean {
    const before = at === 0 ? 0 : this.text.charCodeAt(at - 1);
    const here = at < this.text.length ? this.text.charCodeAt(at) : 0;
    return !this.fitsSet(before, place, end - 1) && this.fitsSet(here, place, end - 1);
  }

  private back(at: number, digit: string): number | undefined {
    const captured = this.captures[Number(digit) - 1];
    if (!captured || captured.length === unclosed) throw this.fail('invalid capture index');
    const wanted = this.text.slice(captured.start, captured.start + captured.length);
    return this.text.startsWith(wanted, at) ? at + wanted.length : undefined;
  }
}

const classes: Readonly<Record<string, RegExp>> = {
  a: /[A-Za-z]/,
  c: /[\x00-\x1f\x7f]/, // eslint-disable-line no-control-regex
  d: /[0-9]/,
  l: /[a-z]/,
  p: /[!-/:-@[-`{-~]/,
  s: /[ \t-\r]/,
  u: /[A-Z]/,
  w: /[A-Za-z0-9]/,
  x: /[0-9A-Fa-f]/,
  z: /\x00/, // eslint-disable-line no-control-regex
};

function fitsClass(code: number, name: string): boolean {
  const pattern = classes[name.toLowerCase()];
  if (!pattern) return name.charCodeAt(0) === code;
  const fits = pattern.test(String.fromCharCode(code));
  return name === name.toLowerCase() ? fits : !fits;
}
