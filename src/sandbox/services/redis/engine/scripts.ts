import { createHash } from 'node:crypto';
import { baseLibrary } from '../lua/baseLibrary';
import { bitLibrary } from '../lua/bitLibrary';
import { jsonLibrary } from '../lua/jsonLibrary';
import { library, LuaMachine, OutOfInstructions } from '../lua/machine';
import { mathLibrary } from '../lua/mathLibrary';
import { display } from '../lua/operations';
import { compile } from '../lua/statements';
import { stringLibrary } from '../lua/stringLibrary';
import { tableLibrary } from '../lua/tableLibrary';
import { formatG, LuaError, LuaTable, type LuaFunction, type LuaValue } from '../lua/values';
import { libraryFunctions } from '../lua/arguments';
import { error, RedisError, Status, type Reply } from './reply';

/** Statements and calls of one script: some hundred milliseconds of real time. */
const instructions = 4_000_000;

/** Characters of one script, and how many are remembered. */
const maxScript = 256 * 1_024;
const maxScripts = 1_000;

export const sha1 = (bytes: string): string => createHash('sha1').update(bytes, 'latin1').digest('hex');

/** Runs a command for a script. @throws RedisError */
export type CallCommand = (name: string, args: readonly string[]) => Reply;

/** The scripts that a server knows, and the Lua that runs them. */
export class Scripts {
  private machine: LuaMachine;
  private compiled = new Map</* sha1 */ string, LuaFunction>();
  private readonly shas = new Map</* source */ string, string>();
  /** What is known to EVALSHA. */
  private readonly known = new Set</* sha1 */ string>();

  constructor(private readonly callCommand: CallCommand) {
    this.machine = this.newMachine();
  }

  /** Forgets every script, as a restarted server does. What is compiled stays: it is the same for the same text. */
  forget(): void {
    this.known.clear();
  }

  knows(sha: string): boolean {
    return this.known.has(sha.toLowerCase());
  }

  /** @throws RedisError if it is not Lua */
  load(source: string): string {
    const sha = this.shas.get(source) ?? sha1(source);
    this.compile(sha, source);
    this.known.add(sha);
    return sha;
  }

  runKnown(sha: string, keys: readonly string[], args: readonly string[]): Reply {
    const run = this.known.has(sha.toLowerCase()) ? this.compiled.get(sha.toLowerCase()) : undefined;
    if (!run) throw new RedisError('NOSCRIPT No matching script. Please use EVAL.');
    return this.run(sha.toLowerCase(), run, keys, args);
  }

  runSource(source: string, keys: readonly string[], args: readonly string[]): Reply {
    const sha = this.load(source);
    return this.run(sha, this.compiled.get(sha)!, keys, args);
  }

  private compile(sha: string, source: string): void {
    if (this.compiled.has(sha)) return;
    if (source.length > maxScript) throw error('Error compiling script (new function): it is too long');
    if (this.compiled.size >= maxScripts) this.forgetOldest();
    this.machine.begin(instructions);
    const result = this.machine.protect(() => [compile(this.machine, source)]);
    if ('error' in result)
      throw error(`Error compiling script (new function): ${display(this.machine, result.error.value)}`);
    this.compiled.set(sha, result.values[0] as LuaFunction);
    this.shas.set(source, sha);
  }

  private forgetOldest(): void {
    const [oldest] = this.compiled.keys();
    if (oldest === undefined) return;
    this.compiled.delete(oldest);
    this.known.delete(oldest);
    this.shas.clear();
  }

  private run(sha: string, script: LuaFunction, keys: readonly string[], args: readonly string[]): Reply {
    const { machine } = this;
    machine.globals.set('KEYS', LuaTable.from(keys));
    machine.globals.set('ARGV', LuaTable.from(args));
    machine.begin(instructions);
    try {
      const result = machine.protect(() => script([]));
      if ('error' in result) throw this.failureOf(sha, result.error);
      return this.replyOf(result.values[0], 0);
    } catch (thrown) {
      if (!(thrown instanceof OutOfInstructions)) throw thrown;
      this.machine = this.newMachine();
      this.compiled = new Map();
      throw error(
        `Error running script: it did not end within ${instructions} instructions. A script blocks every client until it ends.`,
      );
    }
  }

  /** In Redis's words: the message, and where the script was. */
  private failureOf(sha: string, { value, line }: LuaError): RedisError {
    const text = value instanceof LuaTable ? value.get('err') : undefined;
    const message = typeof text === 'string' ? text : `ERR ${display(this.machine, value)}`;
    return new RedisError(`${message} script: ${sha}, on @user_script:${line}.`);
  }

  private newMachine(): LuaMachine {
    const machine = new LuaMachine('user_script');
    const { globals } = machine;
    const define = (name: string, value: LuaValue): void => globals.set(name, value);
    for (const [name, value] of Object.entries(baseLibrary(machine))) define(name, value);
    define('string', stringLibrary(machine));
    define('table', tableLibrary(machine));
    define('math', mathLibrary(machine));
    define('bit', bitLibrary(machine));
    define('cjson', jsonLibrary(machine));
    define('redis', this.redisLibrary(machine));
    define('_G', globals);
    globals.metatable = new LuaTable();
    globals.metatable.set('__index', (([, name]) => {
      throw machine.error(
        `Script attempted to access nonexistent global variable '${display(machine, name)}'`,
      );
    }) satisfies LuaFunction);
    globals.metatable.readOnly = true;
    globals.readOnly = true;
    return machine;
  }

  private redisLibrary(machine: LuaMachine): LuaTable {
    const functions = libraryFunctions(machine, {
      call: args => {
        const reply = this.commandReply(machine, args.all, 'call');
        if (reply instanceof RedisError) throw new LuaError(errorTable(reply.text), machine.line);
        return [valueOf(reply)];
      },
      pcall: args => [valueOf(this.commandReply(machine, args.all, 'pcall'))],
      error_reply: args => {
        const [text] = args.all;
        if (args.all.length !== 1 || typeof text !== 'string')
          return [errorTable('ERR wrong number or type of arguments')];
        const message = text.replace(/^-/, '');
        return [errorTable(message.includes(' ') ? message : `ERR ${message}`)];
      },
      status_reply: args => {
        const [text] = args.all;
        if (args.all.length !== 1 || typeof text !== 'string')
          return [errorTable('ERR wrong number or type of arguments')];
        return [statusTable(text)];
      },
      sha1hex: args => {
        if (args.all.length !== 1)
          throw new LuaError(errorTable('ERR wrong number of arguments'), machine.line);
        return [sha1(args.text(0, ''))];
      },
      log: () => [],
      replicate_commands: () => [true],
      set_repl: () => [],
      setresp: () => [],
    });
    return library({
      ...functions,
      LOG_DEBUG: 0,
      LOG_VERBOSE: 1,
      LOG_NOTICE: 2,
      LOG_WARNING: 3,
      REPL_ALL: 3,
      REPL_AOF: 1,
      REPL_SLAVE: 2,
      REPL_REPLICA: 2,
      REPL_NONE: 0,
      REDIS_VERSION: '7.0.15',
      REDIS_VERSION_NUM: 0x0007000f,
    });
  }

  private commandReply(machine: LuaMachine, values: readonly LuaValue[], method: string): Reply {
    if (values.length === 0)
      return error(`Please specify at least one argument for this redis.${method}() call`);
    const words: string[] = [];
    for (const value of values) {
      if (typeof value === 'string') words.push(value);
      else if (typeof value === 'number') words.push(formatG(value, 17));
      else return error(`Lua redis lib command arguments must be strings or integers`);
    }
    const [name = '', ...args] = words;
    machine.spend(10);
    try {
      return this.callCommand(name.toLowerCase(), args);
    } catch (thrown) {
      if (thrown instanceof RedisError) return thrown;
      throw thrown;
    }
  }

  private replyOf(value: LuaValue, depth: number): Reply {
    if (value === undefined || value === false) return null;
    if (value === true) return 1;
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return integerReply(value);
    if (!(value instanceof LuaTable)) return null;
    if (depth > 100) return error('reached lua stack limit');
    const failure = value.get('err');
    if (typeof failure === 'string') return new RedisError(failure.replace(/[\r\n]/g, ' '));
    const status = value.get('ok');
    if (typeof status === 'string') return new Status(status.replace(/[\r\n]/g, ' '));
    const items: Reply[] = [];
    for (let index = 1; value.get(index) !== undefined; index++) {
      this.machine.spend();
      items.push(this.replyOf(value.get(index), depth + 1));
    }
    return items;
  }
}

/** Towards zero, as C turns a double into a 64-bit integer. */
function integerReply(value: number): number | bigint {
  if (Number.isNaN(value) || Math.abs(value) >= 2 ** 63) return -(2n ** 63n);
  return Math.trunc(value) || 0;
}

function errorTable(text: string): LuaTable {
  const table = new LuaTable();
  table.set('err', text);
  return table;
}

function statusTable(text: string): LuaTable {
  const table = new LuaTable();
  table.set('ok', text);
  return table;
}

function valueOf(reply: Reply): LuaValue {
  if (reply === null) return false;
  if (typeof reply === 'string' || typeof reply === 'number') return reply;
  if (typeof reply === 'bigint') return Number(reply);
  if (reply instanceof Status) return statusTable(reply.text);
  if (reply instanceof RedisError) return errorTable(reply.text);
  return LuaTable.from(reply.map(valueOf));
}
