import { checkArity } from './command';
import { dataCommands } from './commandTable';
import { Database } from './database';
import { integer } from './numbers';
import { error, ok, RedisError, type Reply } from './reply';
import { Scripts } from './scripts';

/** One command as it arrives: its name in small letters, and its arguments as binary texts. */
export interface Call {
  readonly name: string;
  readonly args: readonly string[];
}

export interface EnginePowers {
  /** Epoch milliseconds of the server's clock. */
  readonly now: () => number;
  /** [0, 1), from the seed of the check. */
  readonly random: () => number;
  /** Hands a message to who has subscribed. @returns how many */
  readonly publish: (channel: string, message: string) => number;
}

/** Commands that a script may not use. */
const notInScripts = new Set([
  'eval',
  'evalsha',
  'script',
  'multi',
  'exec',
  'discard',
  'watch',
  'unwatch',
  'subscribe',
  'unsubscribe',
  'psubscribe',
  'punsubscribe',
]);

/** Redis in memory: exact, deterministic, and on whatever clock it is given. */
export class MemoryEngine {
  private db = new Database();
  private readonly commands: ReturnType<typeof dataCommands>;
  private readonly scripts: Scripts;

  constructor(private readonly powers: EnginePowers) {
    this.commands = dataCommands(powers.random);
    this.scripts = new Scripts((name, args) => this.callFromScript(name, args));
  }

  run(call: Call): Reply {
    this.db.moveTo(Math.floor(this.powers.now()));
    try {
      return this.dispatch(call);
    } catch (thrown) {
      if (thrown instanceof RedisError) return thrown;
      throw thrown;
    }
  }

  version(key: string): number {
    this.db.moveTo(Math.floor(this.powers.now()));
    return this.db.version(key);
  }

  memory(): number {
    return this.db.memory();
  }

  /** @param losesData otherwise it comes back with what it had written, as with an append-only file */
  crash(losesData: boolean): void {
    this.scripts.forget();
    if (losesData) this.db.clear();
  }

  /** As if it had just been installed. What has been compiled is kept: it is the same for the same text. */
  reset(): void {
    this.db = new Database();
    this.scripts.forget();
  }

  private dispatch({ name, args }: Call): Reply {
    const command = this.commands.get(name);
    if (command) {
      checkArity(name, command.arity, args.length + 1);
      if (command.isWrite) this.db.grow(args.reduce((bytes, arg) => bytes + arg.length + 16, 0));
      return command.run(this.db, args);
    }
    switch (name) {
      case 'eval':
        return this.scripts.runSource(args[0]!, ...keysAndArguments(args));
      case 'evalsha':
        return this.scripts.runKnown(args[0]!, ...keysAndArguments(args));
      case 'script':
        return this.script(args);
      case 'publish':
        return this.powers.publish(args[0]!, args[1]!);
      case 'echo':
        return args[0]!;
      default:
        throw new Error(`The engine has no command ${name}.`);
    }
  }

  private script([subcommand, ...rest]: readonly string[]): Reply {
    switch (subcommand!.toLowerCase()) {
      case 'load':
        if (rest.length === 1) return this.scripts.load(rest[0]!);
        break;
      case 'exists':
        if (rest.length > 0) return rest.map(sha => (this.scripts.knows(sha) ? 1 : 0));
        break;
      case 'flush': {
        const mode = rest[0]?.toLowerCase();
        if (rest.length > 1 || (mode !== undefined && mode !== 'async' && mode !== 'sync'))
          throw error('SCRIPT FLUSH only support SYNC|ASYNC option');
        this.scripts.forget();
        return ok;
      }
      default:
        throw error(`unknown subcommand '${subcommand!.slice(0, 128)}'. Try SCRIPT HELP.`);
    }
    throw error(`wrong number of arguments for 'script|${subcommand!.toLowerCase()}' command`);
  }

  private callFromScript(name: string, args: readonly string[]): Reply {
    if (notInScripts.has(name)) throw error('This Redis command is not allowed from script');
    const arity = this.commands.get(name)?.arity ?? { publish: 3, echo: 2 }[name];
    if (arity === undefined) throw error('Unknown Redis command called from script');
    const fits = arity >= 0 ? args.length + 1 === arity : args.length + 1 >= -arity;
    if (!fits) throw error('Wrong number of args calling Redis command from script');
    return this.dispatch({ name, args });
  }
}

function keysAndArguments([, count, ...rest]: readonly string[]): [string[], string[]] {
  const keys = integer(count!);
  if (keys > rest.length) throw error("Number of keys can't be greater than number of args");
  if (keys < 0) throw error("Number of keys can't be negative");
  return [rest.slice(0, keys), rest.slice(keys)];
}
