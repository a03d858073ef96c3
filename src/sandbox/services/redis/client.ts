import { arities } from './arities';
import { Connection, type ConnectionOptions, type ConnectionParts } from './connection';
import { callOf, CustomCommands } from './customCommands';
import { Emitter } from './emitter';
import { fromBytes } from './engine/bytes';
import type { Call } from './engine/memoryEngine';
import { RedisError, type Reply } from './engine/reply';
import { copyArguments } from './guestArguments';
import { GuestObjects, type Method } from './guestObjects';
import { replyError, transformed, type GuestValue } from './guestReplies';
import { Pipelines, takesFields, wrapResults } from './pipeline';

interface ClientState {
  readonly name: string;
  readonly options: ConnectionOptions;
  readonly connection: Connection;
  readonly emitter: Emitter;
  readonly custom: CustomCommands;
}

type Parts = Omit<ConnectionParts, 'client' | 'options' | 'onEvent' | 'onPush'>;

/** Methods that are more than a command of their name. */
const special = new Set('multi exec quit subscribe psubscribe unsubscribe punsubscribe discard'.split(' '));

const whileSubscribed = new Set('subscribe psubscribe unsubscribe punsubscribe ping quit'.split(' '));

/** Makes the clients that learners get: the API of ioredis, as much of it as media/types/ioredis.d.ts promises. */
export class Clients {
  private readonly objects: GuestObjects<ClientState>;
  private readonly pipelines: Pipelines;

  constructor(
    private readonly harden: <T>(value: T) => T,
    private readonly parts: Parts,
  ) {
    const names = [...arities.keys()].filter(name => !special.has(name));
    this.pipelines = new Pipelines(harden, names);
    this.objects = new GuestObjects<ClientState>(harden, (state, _self, name, args) =>
      this.runCustom(state, name, args),
    );
    const commands = Object.fromEntries(
      names.map((name): [string, Method<ClientState>] => [
        name,
        (state, _self, args) => run(state, { name, args: copyArguments(args, takesFields.has(name)) }),
      ]),
    );
    this.objects.define(
      { ...commands, ...this.ownMethods() },
      { status: ({ connection }) => connection.status },
    );
  }

  make(name: string, options: ConnectionOptions): object {
    const emitter = new Emitter();
    const connection: Connection = new Connection({
      ...this.parts,
      client: name,
      options,
      onEvent: (event, ...args) => emitter.emit(event, args),
      onPush: ({ channel, message, pattern }) => {
        const texts = [channel, message].map(fromBytes);
        if (pattern === null) emitter.emit('message', texts);
        else emitter.emit('pmessage', [fromBytes(pattern), ...texts]);
      },
    });
    if (!options.lazyConnect) connection.connectAtOnce();
    return this.objects.make({ name, options, connection, emitter, custom: new CustomCommands() });
  }

  private ownMethods(): Record<string, Method<ClientState>> {
    const listen =
      (once: boolean): Method<ClientState> =>
      ({ emitter }, self, [event, listener]) => {
        emitter.add(event, listener, once);
        return self;
      };
    const unlisten: Method<ClientState> = ({ emitter }, self, [event, listener]) => {
      emitter.remove(event, listener);
      return self;
    };
    return {
      on: listen(false),
      addListener: listen(false),
      once: listen(true),
      off: unlisten,
      removeListener: unlisten,
      removeAllListeners: ({ emitter }, self, [event]) => {
        emitter.removeAll(event);
        return self;
      },
      listenerCount: ({ emitter }, _self, [event]) => emitter.countOf(event),
      call: (state, _self, args) => {
        const [name = '', ...rest] = copyArguments(args, false);
        return run(state, { name: name.toLowerCase(), args: rest });
      },
      pipeline: ({ custom, connection }) =>
        this.pipelines.make(custom, calls => connection.send(calls), false),
      multi: (state, _self, [options]) => {
        const { custom, connection } = state;
        const isPlain = typeof options === 'object' && options !== null;
        const sendsAtOnce = isPlain && Reflect.getOwnPropertyDescriptor(options, 'pipeline')?.value === false;
        if (sendsAtOnce) return run(state, { name: 'multi', args: [] });
        return this.pipelines.make(custom, calls => connection.send(calls), true);
      },
      exec: async state => {
        const end: Call = { name: 'exec', args: [] };
        const answer = await reply(state, end);
        if (answer instanceof RedisError) throw replyError(answer, end);
        return wrapResults(answer, []);
      },
      discard: state => run(state, { name: 'discard', args: [] }),
      defineCommand: ({ custom }, _self, [name, options]) =>
        custom.define(name, options, taken => this.objects.has(taken)),
      subscribe: subscription('subscribe'),
      psubscribe: subscription('psubscribe'),
      unsubscribe: subscription('unsubscribe'),
      punsubscribe: subscription('punsubscribe'),
      connect: ({ connection }) => connect(connection),
      duplicate: ({ name, options }) => this.make(name, options),
      disconnect: ({ connection }, _self, [reconnects]) => connection.disconnect(reconnects !== true),
      quit: async ({ connection }) => {
        if (connection.status !== 'wait') await connection.send([{ name: 'quit', args: [] }]);
        connection.disconnect(true);
        return 'OK';
      },
    };
  }

  /** By its hash; with its text where the server does not know it. */
  private async runCustom(state: ClientState, name: string, values: readonly unknown[]): Promise<GuestValue> {
    const command = state.custom.get(name)!;
    const args = copyArguments(values, false);
    const known = callOf(command, 'evalsha', args);
    const answer = await reply(state, known);
    if (!(answer instanceof RedisError)) return transformed(answer, name);
    if (!answer.text.startsWith('NOSCRIPT')) throw replyError(answer, known);
    return run(state, callOf(command, 'eval', args));
  }
}

async function reply({ connection }: ClientState, call: Call): Promise<Reply> {
  const isSubscribed = connection.channels.size + connection.patterns.size > 0;
  if (isSubscribed && !whileSubscribed.has(call.name))
    throw new Error('Connection in subscriber mode, only subscriber commands may be used');
  const [answer] = await connection.send([call]);
  return answer ?? null;
}

async function run(state: ClientState, call: Call): Promise<GuestValue> {
  const answer = await reply(state, call);
  if (answer instanceof RedisError) throw replyError(answer, call);
  return transformed(answer, call.name);
}

type SubscriptionCommand = 'subscribe' | 'psubscribe' | 'unsubscribe' | 'punsubscribe';

/** Remembers what to subscribe to again when the connection is a new one. */
const subscription =
  (name: SubscriptionCommand): Method<ClientState> =>
  async (state, _self, values) => {
    const args = copyArguments(values, false);
    const topics = args.map(fromBytes);
    const { channels, patterns } = state.connection;
    const remembered = name.startsWith('p') ? patterns : channels;
    const result = await run(state, { name, args });
    if (name.endsWith('unsubscribe')) {
      if (topics.length === 0) remembered.clear();
      for (const topic of topics) remembered.delete(topic);
    } else for (const topic of topics) remembered.add(topic);
    return result;
  };

function connect(connection: Connection): Promise<void> {
  if (!['wait', 'close', 'end'].includes(connection.status))
    return Promise.reject(new Error('Redis is already connecting/connected'));
  connection.connect();
  return Promise.resolve();
}
