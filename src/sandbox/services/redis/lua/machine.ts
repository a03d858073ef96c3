import { LuaError, LuaTable, typeName, type LuaValue } from './values';

/** A script used up its instructions. No script can catch it. */
export class OutOfInstructions extends Error {}

/** Calls within calls: beyond it Lua says `stack overflow`. */
const maxDepth = 190;

/** Bytes of one string. */
const maxString = 16 * 1_024 * 1_024;

/** What all functions of one script engine share: its globals, where it is, and how much it may still do. */
export class LuaMachine {
  readonly globals = new LuaTable();
  /** What `("text"):method()` finds. */
  readonly stringMethods = new LuaTable();
  /** Line of the script that is running; 0 when a library function is called by another. */
  line = 0;
  private left = 0;
  private bytesLeft = 0;
  /** Lines from which the running functions were called. */
  private readonly callers: number[] = [];

  constructor(readonly chunk: string) {}

  /** @param instructions statements and calls; more of them end the script. */
  begin(instructions: number): void {
    this.left = instructions;
    this.bytesLeft = 8 * maxString;
    this.callers.length = 0;
  }

  spend(instructions = 1): void {
    this.left -= instructions;
    if (this.left < 0) throw new OutOfInstructions('A Lua script ran for too long.');
  }

  /** Accounts for a string that is made. */
  checkString(length: number): void {
    this.bytesLeft -= length;
    if (length > maxString || this.bytesLeft < 0) throw this.error('not enough memory');
  }

  enter(): void {
    this.spend();
    if (this.callers.push(this.line) > maxDepth) throw this.error('stack overflow');
  }

  leave(): void {
    this.callers.pop();
  }

  get depth(): number {
    return this.callers.length;
  }

  /** Back to where a protected call began. */
  unwind(depth: number): void {
    this.callers.length = depth;
  }

  /** `chunk:line: ` of the function that is running (1) or of the one that called it (2). */
  where(level: number): string {
    if (level <= 0) return '';
    const line = level === 1 ? this.line : this.callers.at(1 - level);
    return line === undefined || line === 0 ? '' : `${this.chunk}:${line}: `;
  }

  /** An error with its place in front. */
  error(message: string): LuaError {
    return new LuaError(this.where(1) + message, this.line);
  }

  call(callee: LuaValue, args: readonly LuaValue[], describe?: () => string): readonly LuaValue[] {
    if (typeof callee === 'function') return callee(args);
    const handler = this.metamethod(callee, '__call');
    if (typeof handler === 'function') return handler([callee, ...args]);
    const name = describe?.() ?? '';
    const value = `a ${typeName(callee)} value`;
    throw this.error(`attempt to call ${name === '' ? value : `${name} (${value})`}`);
  }

  metamethod(value: LuaValue, name: string): LuaValue {
    if (value instanceof LuaTable) return value.metatable?.get(name);
    return typeof value === 'string' && name === '__index' ? this.stringMethods : undefined;
  }

  /** Runs `work`; what a script throws comes back as a value. */
  protect(
    work: () => readonly LuaValue[],
  ): { readonly values: readonly LuaValue[] } | { readonly error: LuaError } {
    const { depth } = this;
    try {
      return { values: work() };
    } catch (thrown) {
      this.unwind(depth);
      if (thrown instanceof LuaError) return { error: thrown };
      if (thrown instanceof RangeError) return { error: this.error('stack overflow') };
      throw thrown;
    }
  }
}

/** Makes a table of functions. */
export function library(functions: Readonly<Record<string, LuaValue>>): LuaTable {
  const table = new LuaTable();
  for (const [name, value] of Object.entries(functions)) table.set(name, value);
  table.readOnly = true;
  return table;
}
