import type { Database } from './database';
import { error, wrongArity, type RedisError, type Reply } from './reply';

/** One command of the engine. */
export interface Command {
  /** How many words it has with its name; a negative number is the least. */
  readonly arity: number;
  readonly isWrite: boolean;
  /** Without its name. @throws RedisError */
  readonly run: (db: Database, args: readonly string[]) => Reply;
}

export type Commands = Readonly<Record<string, Command>>;

export const read = (arity: number, run: Command['run']): Command => ({ arity, isWrite: false, run });
export const write = (arity: number, run: Command['run']): Command => ({ arity, isWrite: true, run });

export const fitsArity = (arity: number, words: number): boolean =>
  arity >= 0 ? words === arity : words >= -arity;

/** @throws RedisError in Redis's own words */
export function checkArity(name: string, arity: number, words: number): void {
  if (!fitsArity(arity, words)) throw wrongArity(name);
}

/** For a command that does not exist. */
export function unknownCommand(name: string, args: readonly string[]): RedisError {
  const shown = args.slice(0, 20).map(arg => `'${arg.slice(0, 128)}' `);
  return error(`unknown command '${name.slice(0, 128)}', with args beginning with: ${shown.join('')}`);
}
