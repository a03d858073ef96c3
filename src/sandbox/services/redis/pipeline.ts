import { callOf, type CustomCommands } from './customCommands';
import type { Call } from './engine/memoryEngine';
import { RedisError, type Reply } from './engine/reply';
import { copyArguments } from './guestArguments';
import { GuestObjects, type Method } from './guestObjects';
import { replyError, toGuest, transformed, type GuestValue } from './guestReplies';

/** Commands that set fields, and take an object of them. */
export const takesFields = new Set(['hset', 'hmset', 'mset', 'msetnx']);

type Send = (calls: readonly Call[]) => Promise<readonly Reply[]>;

interface PipelineState {
  readonly custom: CustomCommands;
  readonly send: Send;
  readonly isTransaction: boolean;
  readonly calls: Call[];
}

const maxCalls = 50_000;

/** `[null, value]`, or `[error]`, as ioredis has it. */
type Result = [null, GuestValue] | [Error];

/** Makes pipelines, and the transactions that are sent as one. */
export class Pipelines {
  private readonly objects: GuestObjects<PipelineState>;

  constructor(harden: <T>(value: T) => T, commandNames: readonly string[]) {
    const add = (state: PipelineState, self: object, call: Call): object => {
      if (state.calls.length >= maxCalls)
        throw new RangeError(`A pipeline has at most ${maxCalls} commands.`);
      state.calls.push(call);
      return self;
    };
    this.objects = new GuestObjects<PipelineState>(harden, (state, self, name, args) =>
      add(state, self, callOf(state.custom.get(name)!, 'eval', copyArguments(args, false))),
    );
    const methods: Record<string, Method<PipelineState>> = {};
    for (const name of commandNames)
      methods[name] = (state, self, args) =>
        add(state, self, { name, args: copyArguments(args, takesFields.has(name)) });
    methods['call'] = (state, self, args) => {
      const [name = '', ...rest] = copyArguments(args, false);
      return add(state, self, { name: name.toLowerCase(), args: rest });
    };
    methods['exec'] = state => (state.isTransaction ? runTransaction(state) : runPipeline(state));
    this.objects.define(methods, { length: ({ calls }) => calls.length });
  }

  make(custom: CustomCommands, send: Send, isTransaction: boolean): object {
    return this.objects.make({ custom, send, isTransaction, calls: [] });
  }
}

async function runPipeline({ calls, send }: PipelineState): Promise<Result[]> {
  const sent = calls.splice(0);
  if (sent.length === 0) return [];
  try {
    const replies = await send(sent);
    return replies.map((reply, index) => resultOf(reply, sent[index]!));
  } catch (error) {
    return sent.map(() => [error as Error]);
  }
}

const resultOf = (reply: Reply, call: Call): Result =>
  reply instanceof RedisError ? [replyError(reply, call)] : [null, transformed(reply, call.name)];

const begin: Call = { name: 'multi', args: [] };
const end: Call = { name: 'exec', args: [] };

async function runTransaction({ calls, send }: PipelineState): Promise<Result[] | null> {
  const sent = calls.splice(0);
  const replies = await send([begin, ...sent, end]);
  const reply = replies.at(-1)!;
  if (reply instanceof RedisError) {
    const error = replyError(reply, end);
    const previousErrors = replies
      .slice(0, -1)
      .flatMap((earlier, index) =>
        earlier instanceof RedisError ? [replyError(earlier, [begin, ...sent][index])] : [],
      );
    Object.defineProperty(error, 'previousErrors', {
      value: previousErrors,
      enumerable: true,
      writable: true,
      configurable: true,
    });
    throw error;
  }
  return wrapResults(reply, sent);
}

/** What EXEC answered, each value with its error in front; null if a watched key had changed. */
export function wrapResults(reply: Reply, sent: readonly Call[]): Result[] | null {
  if (!Array.isArray(reply)) return null;
  return (reply as readonly Reply[]).map((item, index): Result => {
    if (item instanceof RedisError) return [toGuest(item) as Error];
    return [null, transformed(item, sent[index]?.name ?? '')];
  });
}
