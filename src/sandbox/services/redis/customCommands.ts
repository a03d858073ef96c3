import { sha1 } from './engine/scripts';
import { toBytes } from './engine/bytes';
import type { Call } from './engine/memoryEngine';

/** A script under a name, as `defineCommand` makes one. */
export interface CustomCommand {
  readonly lua: string;
  readonly sha: string;
  /** Undefined when each call says it first. */
  readonly numberOfKeys: number | undefined;
}

const maxCustom = 200;

/** The commands that a client has defined for itself. */
export class CustomCommands {
  private readonly all = new Map</* name */ string, CustomCommand>();

  get(name: string): CustomCommand | undefined {
    return this.all.get(name);
  }

  has(name: string | symbol): boolean {
    return typeof name === 'string' && this.all.has(name);
  }

  /** @throws TypeError for whoever called */
  define(name: unknown, options: unknown, isTaken: (name: string) => boolean): void {
    if (typeof name !== 'string' || name === '') throw new TypeError('A command needs a name.');
    // A client with one of these would be taken for a promise, or for something that shows itself.
    if (isTaken(name) || ['then', 'toJSON'].includes(name))
      throw new TypeError(`A client has a ${name} already.`);
    const lua = ownText(options, 'lua');
    const numberOfKeys = own(options, 'numberOfKeys');
    if (numberOfKeys !== undefined && (!Number.isInteger(numberOfKeys) || (numberOfKeys as number) < 0))
      throw new TypeError('numberOfKeys is a whole number.');
    if (this.all.size >= maxCustom)
      throw new RangeError(`A client has at most ${maxCustom} commands of its own.`);
    const source = toBytes(lua);
    this.all.set(name, { lua: source, sha: sha1(source), numberOfKeys: numberOfKeys as number | undefined });
  }
}

export const callOf = (command: CustomCommand, name: 'eval' | 'evalsha', args: readonly string[]): Call => ({
  name,
  args: [
    name === 'eval' ? command.lua : command.sha,
    ...(command.numberOfKeys === undefined ? [] : [String(command.numberOfKeys)]),
    ...args,
  ],
});

function own(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined;
  return Reflect.getOwnPropertyDescriptor(object, key)?.value;
}

function ownText(object: unknown, key: string): string {
  const text = own(object, key);
  if (typeof text !== 'string') throw new TypeError(`A command of your own needs { lua: '…' }.`);
  return text;
}
