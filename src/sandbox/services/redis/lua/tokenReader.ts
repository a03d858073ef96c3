import { syntaxError, tokenize, type Token } from './lexer';
import type { LuaError } from './values';

/** As deep as anything may be nested. */
const maxDepth = 200;

/** Goes through the tokens of a script, and says what it expected instead. */
export class TokenReader {
  protected at = 0;
  protected readonly tokens: readonly Token[];
  private depth = 0;

  constructor(
    source: string,
    private readonly chunk: string,
  ) {
    this.tokens = tokenize(source, chunk);
  }

  protected get token(): Token {
    return this.tokens[this.at]!;
  }

  protected unexpected(message: string): LuaError {
    return syntaxError(this.chunk, this.token.line, `${message} near '${this.token.source}'`);
  }

  protected is(text: string): boolean {
    const { kind } = this.token;
    return (kind === 'symbol' || kind === 'keyword') && this.token.text === text;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string, opening?: { readonly text: string; readonly line: number }): void {
    if (this.accept(text)) return;
    const where =
      opening && opening.line !== this.token.line
        ? ` (to close '${opening.text}' at line ${opening.line})`
        : '';
    throw this.unexpected(`'${text}' expected${where}`);
  }

  protected name(): string {
    if (this.token.kind !== 'name') throw this.unexpected('<name> expected');
    return this.tokens[this.at++]!.text;
  }

  protected nested<T>(read: () => T): T {
    if (++this.depth > maxDepth)
      throw syntaxError(this.chunk, this.token.line, 'chunk has too many syntax levels');
    const result = read();
    this.depth--;
    return result;
  }
}
