import { fromBytes } from './engine/bytes';
import type { Call } from './engine/memoryEngine';
import { RedisError, Status, type Reply } from './engine/reply';

/** A value that is the guest's own from now on. */
export type GuestValue = string | number | null | Error | GuestValue[] | Record<string, string>;

/** A reply as ioredis gives it: texts, numbers, null, lists; an error inside a list is an Error in it. */
export function toGuest(reply: Reply): GuestValue {
  if (reply === null || typeof reply === 'number') return reply;
  if (typeof reply === 'string') return fromBytes(reply);
  if (typeof reply === 'bigint') return Number(reply);
  if (reply instanceof Status) return fromBytes(reply.text);
  if (reply instanceof RedisError) return replyError(reply);
  return reply.map(toGuest);
}

/** With what ioredis does to the replies of single commands. */
export function transformed(reply: Reply, command: string): GuestValue {
  const value = toGuest(reply);
  if (command !== 'hgetall' || !Array.isArray(value)) return value;
  const fields: Record<string, string> = {};
  for (let index = 0; index + 1 < value.length; index += 2)
    Object.defineProperty(fields, value[index] as string, {
      value: value[index + 1],
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return fields;
}

/** `ReplyError`, as the parser of ioredis makes it. */
export function replyError({ text }: RedisError, call?: Call): Error {
  const error = new Error(fromBytes(text));
  Object.defineProperty(error, 'name', { value: 'ReplyError', enumerable: false });
  if (call)
    Object.defineProperty(error, 'command', {
      value: { name: call.name, args: call.args.map(fromBytes) },
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return error;
}
