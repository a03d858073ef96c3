import { type RedisLink } from '../../../src/node/services/redisLink';
import type { Backend } from '../../../src/sandbox/services/redis/backend';
import { fromBytes, toBytes } from '../../../src/sandbox/services/redis/engine/bytes';
import { RedisError, Status, type Reply } from '../../../src/sandbox/services/redis/engine/reply';
import { MemoryBackend } from '../../../src/sandbox/services/redis/memoryBackend';
import { RemoteBackend } from '../../../src/sandbox/services/redis/remoteBackend';
import { Server } from '../../../src/sandbox/services/redis/server';
import { epoch, VirtualClock } from '../../../src/sandbox/virtualClock';

/** A reply as plain data; errors are told from texts. */
export type Plain = string | number | null | { readonly error: string } | readonly Plain[];

/** One of the two that are compared: the engine in memory, or a real server. */
export class Side {
  readonly clock = new VirtualClock({
    settle: () => new Promise(resolve => setImmediate(resolve)),
    onThrow: thrown => {
      throw thrown;
    },
    fail: message => new Error(message),
  });
  readonly server: Server;

  private constructor(makeBackend: (side: Side) => Backend) {
    this.server = new Server(makeBackend(this), this.clock);
  }

  static inMemory(): Side {
    return new Side(
      side =>
        new MemoryBackend({
          now: side.now,
          random: () => 0,
          publish: (channel, message) => side.server.publish(channel, message),
        }),
    );
  }

  static onServer(link: RedisLink): Side {
    return new Side(
      side =>
        new RemoteBackend({
          ask: request => link.answer(request),
          outside: work => work,
          now: side.now,
          publish: (channel, message) => side.server.publish(channel, message),
          subscribers: () => side.server.subscribers(),
        }),
    );
  }

  async reset(): Promise<void> {
    this.clock.reset();
    await this.server.reset();
  }

  async run(words: readonly string[]): Promise<Plain> {
    const [name = '', ...args] = words;
    return plain(await this.server.inspect({ name: name.toLowerCase(), args: args.map(toBytes) }));
  }

  private readonly now = (): number => epoch + this.clock.elapsed();
}

export function plain(reply: Reply): Plain {
  if (reply === null || typeof reply === 'number') return reply;
  if (typeof reply === 'bigint') return Number(reply);
  if (typeof reply === 'string') return fromBytes(reply);
  if (reply instanceof Status) return reply.text;
  if (reply instanceof RedisError) return { error: fromBytes(reply.text) };
  return reply.map(plain);
}

/** The words of a line: blanks part them, single quotes keep everything, double quotes know \\" \\\\ \\n. */
export const wordsOf = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, raw, quoted, bare]) => raw ?? bare ?? quoted!.replace(/\\(["\\])/g, '$1'),
  );

export const sorted = (reply: Plain): Plain =>
  Array.isArray(reply)
    ? [...(reply as Plain[])].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    : reply;
