import type * as RedisModule from '../../../../media/types/redis';
import type { VirtualClock } from '../../virtualClock';
import { Clients } from './client';
import { defaultOptions, type ConnectionOptions } from './connection';
import { fromBytes, toBytes } from './engine/bytes';
import { RedisError } from './engine/reply';
import { copyArguments } from './guestArguments';
import { replyError, toGuest } from './guestReplies';
import type { Network } from './network';
import type { Server } from './server';

export interface ControlParts {
  readonly clock: VirtualClock;
  readonly harden: <T>(value: T) => T;
  readonly server: Server;
  readonly network: Network;
  readonly serverClock: { skew: number };
  readonly isReal: () => boolean;
}

/** The errors that a server gives for reasons of its own. */
const wellKnown: Readonly<Record<string, string>> = {
  READONLY: "READONLY You can't write against a read only replica.",
  OOM: "OOM command not allowed when used memory > 'maxmemory'.",
  LOADING: 'LOADING Redis is loading the dataset in memory',
  BUSY: 'BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.',
};

/** What a suite imports as `#services/redis`. */
export function createControl(parts: ControlParts): typeof RedisModule {
  const { clock, harden, server, network, serverClock } = parts;
  const clients = new Clients(harden, { clock, network, server });
  const redis: RedisModule.RedisControl = {
    get isReal() {
      return parts.isReal();
    },
    get isUp() {
      return server.isUp;
    },
    client: (name = 'client', options = {}) =>
      clients.make(name, optionsOf(options)) as ReturnType<RedisModule.RedisControl['client']>,
    crash: async ({ losesData = false } = {}) => {
      await server.crash(losesData);
    },
    restart: () => {
      server.isUp = true;
    },
    partition: name => network.partition(name),
    heal: name => network.heal(name),
    latency: (latency, name) => {
      if (latency === null) network.setLatency(name, undefined);
      else network.setLatency(name, typeof latency === 'number' ? () => latency : latency);
    },
    fail: (commands, error, { times = Infinity, client, runs = false } = {}) =>
      server.faults.add({
        commands: new Set([commands].flat().map(name => name.toLowerCase())),
        client,
        error: error === 'timeout' ? null : (wellKnown[error] ?? error),
        runs,
        left: times,
      }),
    succeed: () => server.faults.clear(),
    skewClock: ms => {
      serverClock.skew += ms;
    },
    commands: (name, client) =>
      logged(server, name, client).map(({ at, client: who, command, args, error }) => ({
        at,
        client: who,
        command,
        args: args.map(fromBytes),
        error,
      })),
    count: (name, client) => logged(server, name, client).length,
    run: async (...words) => {
      const [name = '', ...args] = copyArguments(words, false);
      const reply = await server.inspect({ name: name.toLowerCase(), args });
      if (reply instanceof RedisError) throw replyError(reply);
      return toGuest(reply) as never;
    },
    keys: async (pattern = '*') => {
      const reply = await server.inspect({ name: 'keys', args: [toBytes(pattern)] });
      return (toGuest(reply) as string[]).sort();
    },
    memory: async () => server.backend.memory(),
    flush: async () => {
      await server.inspect({ name: 'flushdb', args: [] });
    },
  };
  return harden({ __esModule: true, redis });
}

const logged = (server: Server, name: string | undefined, client: string | undefined) =>
  server.log.filter(
    entry =>
      (name === undefined || entry.command === name.toLowerCase()) &&
      (client === undefined || entry.client === client),
  );

function optionsOf(options: RedisModule.ClientOptions): ConnectionOptions {
  const { retryStrategy, commandTimeout, ...plain } = options;
  return {
    ...defaultOptions,
    ...plain,
    commandTimeout,
    ...(retryStrategy && {
      retryDelay: (attempt: number) => {
        const delay = retryStrategy(attempt);
        return typeof delay === 'number' ? delay : undefined;
      },
    }),
  };
}
