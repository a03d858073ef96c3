import type { Call } from './engine/memoryEngine';
import { floatOf } from './engine/numbers';
import { error, RedisError, type Reply } from './engine/reply';

/** A command that waits for an element, in terms of ones that do not. */
interface BlockingCommand {
  /** The argument that says how long, in seconds. */
  readonly timeoutOf: (args: readonly string[]) => string;
  /** What to try, in this order. */
  readonly attempts: (args: readonly string[]) => readonly Call[];
  /** The answer made of the answer to an attempt; null to go on waiting. */
  readonly shape: (args: readonly string[], attempt: number, reply: Reply) => Reply;
  /** Inside a transaction nothing waits. */
  readonly inTransaction: (args: readonly string[]) => Call;
}

const last = (args: readonly string[]): string => args.at(-1)!;

function ofKeys(name: string, shape: (key: string, reply: Reply) => Reply): BlockingCommand {
  const attempts = (args: readonly string[]): Call[] => args.slice(0, -1).map(key => ({ name, args: [key] }));
  return {
    timeoutOf: last,
    attempts,
    shape: (args, attempt, reply) => (reply instanceof RedisError ? reply : shape(args[attempt]!, reply)),
    inTransaction: args => attempts(args)[0]!,
  };
}

const pop = (name: string): BlockingCommand =>
  ofKeys(name, (key, reply) => (reply === null ? null : [key, reply]));

const popScored = (name: string): BlockingCommand =>
  ofKeys(name, (key, reply) =>
    Array.isArray(reply) && reply.length > 0 ? [key, ...(reply as Reply[])] : null,
  );

const move = (callOf: (args: readonly string[]) => Call): BlockingCommand => ({
  timeoutOf: last,
  attempts: args => [callOf(args)],
  shape: (_args, _attempt, reply) => reply,
  inTransaction: callOf,
});

export const blockingCommands: ReadonlyMap<string, BlockingCommand> = new Map([
  ['blpop', pop('lpop')],
  ['brpop', pop('rpop')],
  ['blmove', move(args => ({ name: 'lmove', args: args.slice(0, 4) }))],
  ['brpoplpush', move(args => ({ name: 'rpoplpush', args: args.slice(0, 2) }))],
  ['bzpopmin', popScored('zpopmin')],
  ['bzpopmax', popScored('zpopmax')],
]);

/** Milliseconds; 0 is for ever. */
export function readTimeout(text: string): number | RedisError {
  const seconds = floatOf(text);
  if (seconds === undefined || !Number.isFinite(seconds) || seconds > 1e12)
    return error('timeout is not a float or out of range');
  return seconds < 0 ? error('timeout is negative') : Math.ceil(seconds * 1_000);
}
