import { LuaError, parseNumber } from './values';

export interface Token {
  readonly kind: 'name' | 'keyword' | 'symbol' | 'string' | 'number' | 'end';
  /** The text of a name, keyword or symbol; the value of a string. */
  readonly text: string;
  readonly number: number;
  readonly line: number;
  /** As it stands in the source, for messages. */
  readonly source: string;
}

const keywords = new Set(
  'and break do else elseif end false for function if in local nil not or repeat return then true until while'.split(
    ' ',
  ),
);

const symbols = ['...', '..', '==', '~=', '<=', '>=', ...Array.from('+-*/%^#<>=(){}[];:,.')];

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '\n',
};

export const syntaxError = (chunk: string, line: number, message: string): LuaError =>
  new LuaError(`${chunk}:${line}: ${message}`, line);

/** The tokens of a script, the last of which is the end. @throws LuaError */
export function tokenize(source: string, chunk: string): Token[] {
  return new Lexer(source, chunk).run();
}

class Lexer {
  private at = 0;
  private line = 1;
  private readonly tokens: Token[] = [];

  constructor(
    private readonly source: string,
    private readonly chunk: string,
  ) {
    if (source.startsWith('#')) this.at = Math.max(0, source.indexOf('\n')) || source.length;
  }

  run(): Token[] {
    for (;;) {
      this.skipBlanks();
      if (this.at >= this.source.length) break;
      this.readToken();
    }
    this.add('end', '<eof>', this.at);
    return this.tokens;
  }

  private add(kind: Token['kind'], text: string, from: number, number = 0, line = this.line): void {
    const source = kind === 'end' ? '<eof>' : this.source.slice(from, this.at);
    this.tokens.push({ kind, text, number, line, source });
  }

  private fail(message: string, near: string): LuaError {
    return syntaxError(this.chunk, this.line, `${message} near '${near}'`);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private skipBlanks(): void {
    for (;;) {
      const blank = this.match(/[ \t\r\n\f\v]+/y);
      if (blank !== undefined) this.countLines(blank);
      else if (!this.source.startsWith('--', this.at)) return;
      else this.skipComment();
    }
  }

  private skipComment(): void {
    this.at += 2;
    if (this.longBracket('comment') === undefined) this.match(/[^\n]*/y);
  }

  private countLines(text: string): void {
    for (const character of text) if (character === '\n') this.line++;
  }

  private readToken(): void {
    const from = this.at;
    const name = this.match(/[A-Za-z_][A-Za-z0-9_]*/y);
    if (name !== undefined) return this.add(keywords.has(name) ? 'keyword' : 'name', name, from);
    const character = this.source[this.at]!;
    if (/[0-9]/.test(character) || /^\.[0-9]/.test(this.source.slice(this.at, this.at + 2)))
      return this.readNumber(from);
    if (character === '"' || character === "'") return this.readString(character, from);
    const line = this.line;
    const long = this.longBracket('string');
    if (long !== undefined) return this.add('string', long, from, 0, line);
    const symbol = symbols.find(text => this.source.startsWith(text, this.at));
    if (symbol === undefined) throw this.fail('unexpected symbol', character);
    this.at += symbol.length;
    this.add('symbol', symbol, from);
  }

  private readNumber(from: number): void {
    const text = this.match(/(?:[0-9.]|[eEpP][+-]?|[A-Za-z0-9_])+/y) ?? '';
    const value = parseNumber(text);
    if (value === undefined) throw this.fail('malformed number', text);
    this.add('number', text, from, value);
  }

  private readString(quote: string, from: number): void {
    let value = '';
    this.at++;
    for (;;) {
      const character = this.source[this.at];
      if (character === undefined) throw this.fail('unfinished string', '<eof>');
      if (character === '\n') throw this.fail('unfinished string', this.source.slice(from, this.at));
      this.at++;
      if (character === quote) break;
      value += character === '\\' ? this.readEscape() : character;
    }
    this.add('string', value, from);
  }

  private readEscape(): string {
    const decimal = this.match(/[0-9]{1,3}/y);
    if (decimal !== undefined) {
      if (Number(decimal) > 255) throw this.fail('escape sequence too large', `\\${decimal}`);
      return String.fromCharCode(Number(decimal));
    }
    const character = this.source[this.at] ?? '';
    this.at++;
    if (character === '\n') this.line++;
    return escapes[character] ?? character;
  }

  /** `[[ … ]]` or `[=[ … ]=]`; undefined if there is none here. */
  private longBracket(what: string): string | undefined {
    const opening = this.match(/\[=*\[/y);
    if (opening === undefined) return undefined;
    const closing = `]${'='.repeat(opening.length - 2)}]`;
    const end = this.source.indexOf(closing, this.at);
    if (end < 0) throw this.fail(`unfinished long ${what}`, '<eof>');
    const text = this.source.slice(this.at, end);
    this.at = end + closing.length;
    this.countLines(text);
    return text.replace(/^\r?\n/, '');
  }
}
