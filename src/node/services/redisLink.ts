import * as l10n from '@vscode/l10n';
import { Redis } from 'ioredis';
import type { ServiceRequest, WireReply } from '../../protocol/service';
import script from './virtualTime.lua';

export { useTexts } from '../textsInUse';

/** Names every connection of ours, so that two runs on one database can be told apart. */
const clientName = 'design-drills';

/** Of the server: PEXPIRETIME came with it. */
const leastVersion = 7;

/** Why a server cannot be used, in words for the person who named it. */
export class UnusableServer extends Error {}

/** A server of the person's own, for one run. */
export class RedisLink {
  private readonly watching = new Map</* session */ number, Redis>();
  private isBusy = false;

  private constructor(
    private readonly main: Redis,
    private readonly sha: string,
  ) {}

  /** @throws UnusableServer if it cannot be reached, is too old, or holds data that nobody said may go */
  static async open(url: string): Promise<RedisLink> {
    const { address, mayFlush } = readUrl(url);
    const main = new Redis(address, {
      lazyConnect: true,
      connectionName: clientName,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
      connectTimeout: 5_000,
      enableReadyCheck: false,
    });
    let failure: Error | undefined;
    main.on('error', (error: Error) => (failure ??= error)); // a command that fails says only that it is closed
    try {
      await main.connect();
      await refuseOld(main);
      await refuseShared(main);
      await refuseFull(main, mayFlush);
      await main.flushdb();
      return new RedisLink(main, (await main.script('LOAD', script)) as string);
    } catch (error) {
      main.disconnect();
      if (error instanceof UnusableServer) throw error;
      const reason = (failure?.message ?? String(error)).replace(/\.$/, '');
      throw new UnusableServer(l10n.t('The Redis server of {0} cannot be used: {1}.', hidden(url), reason));
    }
  }

  /** One request at a time. */
  async answer({ op, session, words }: ServiceRequest): Promise<WireReply> {
    this.isBusy = true;
    try {
      switch (op) {
        case 'run':
          return wire(await this.evaluate(this.main, words));
        case 'flush':
          for (const connection of this.watching.values()) connection.disconnect();
          this.watching.clear();
          await this.main.flushdb();
          return null;
        case 'watch':
          await (await this.connectionOf(session)).watch(...words.map(bytes));
          return null;
        case 'unwatch':
          await this.watching.get(session)?.unwatch();
          return null;
        case 'exec':
          return await this.exec(session, words);
        case 'memory':
          return await this.memory();
      }
    } finally {
      this.isBusy = false;
    }
  }

  /** Leaves the database empty. */
  async close(): Promise<void> {
    for (const connection of this.watching.values()) connection.disconnect();
    if (this.isBusy) await this.stopScript();
    await this.main.flushdb().catch(() => undefined);
    this.main.disconnect();
  }

  private evaluate(connection: Redis, words: readonly string[]): Promise<unknown> {
    return settled(connection.callBuffer('EVALSHA', this.sha, '0', ...words.map(bytes)));
  }

  private async exec(session: number, words: readonly string[]): Promise<WireReply> {
    const connection = this.watching.get(session);
    if (!connection) return wire(await this.evaluate(this.main, words));
    await connection.call('MULTI');
    await this.evaluate(connection, words);
    const replies: unknown = await connection.callBuffer('EXEC');
    return Array.isArray(replies) ? wire(replies[0]) : null;
  }

  private async connectionOf(session: number): Promise<Redis> {
    const known = this.watching.get(session);
    if (known) return known;
    const connection = this.main.duplicate();
    connection.on('error', () => undefined);
    this.watching.set(session, connection);
    await connection.connect();
    return connection;
  }

  private async memory(): Promise<number> {
    const keys = await this.main.keysBuffer('*');
    const sizes = await Promise.all(keys.map(key => this.main.memory('USAGE', key)));
    return sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
  }

  /** A script of the attempt that does not end would keep the server busy for everybody. */
  private async stopScript(): Promise<void> {
    const other = this.main.duplicate();
    other.on('error', () => undefined);
    await other
      .connect()
      .then(() => other.script('KILL'))
      .catch(() => undefined);
    other.disconnect();
  }
}

/** The address as ioredis takes it; `?flush=yes` is ours. */
function readUrl(url: string): { address: string; mayFlush: boolean } {
  if (!URL.canParse(url) || !/^rediss?:\/\//.test(url))
    throw new UnusableServer(
      l10n.t(
        '{0} is not the address of a Redis server: it looks like redis://127.0.0.1:6379/9, where 9 is the number of an empty database.',
        hidden(url),
      ),
    );
  const parsed = new URL(url);
  const mayFlush = parsed.searchParams.get('flush') === 'yes';
  parsed.searchParams.delete('flush');
  return { address: parsed.href, mayFlush };
}

/** Without a password. */
export function hidden(url: string): string {
  if (!URL.canParse(url)) return url.slice(0, 200);
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '…';
  return decodeURI(parsed.href);
}

async function refuseOld(main: Redis): Promise<void> {
  const version = /^redis_version:(\S+)/m.exec(await main.info('server'))?.[1] ?? '0';
  if (Number.parseInt(version, 10) < leastVersion)
    throw new UnusableServer(
      l10n.t('The Redis server is version {0}; exercises need {1} or later.', version, leastVersion),
    );
}

async function refuseShared(main: Redis): Promise<void> {
  const own = String(await main.client('ID'));
  const list = String(await main.client('LIST'));
  const database = /\bdb=(\d+)/.exec(list.split('\n').find(line => line.startsWith(`id=${own} `)) ?? '')?.[1];
  const others = list
    .split('\n')
    .filter(line => line.includes(` name=${clientName} `) && !line.startsWith(`id=${own} `))
    .filter(line => new RegExp(`\\bdb=${database}\\b`).test(line));
  if (others.length > 0)
    throw new UnusableServer(
      l10n.t(
        'Another run of Design Drills is using database {0} of this Redis server: let it end, or name another database.',
        database ?? '',
      ),
    );
}

async function refuseFull(main: Redis, mayFlush: boolean): Promise<void> {
  const keys = await main.dbsize();
  if (keys > 0 && !mayFlush)
    throw new UnusableServer(
      keys === 1
        ? l10n.t(
            'The database of this Redis server holds 1 key, and every check begins by emptying it. Name an empty database (the number at the end of the address), or add ?flush=yes if what is in there may go.',
          )
        : l10n.t(
            'The database of this Redis server holds {0} keys, and every check begins by emptying it. Name an empty database (the number at the end of the address), or add ?flush=yes if what is in there may go.',
            keys,
          ),
    );
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** An error of Redis is an answer. Any other, such as a broken connection, is thrown. */
async function settled(reply: Promise<unknown>): Promise<unknown> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof Error && error.name === 'ReplyError') return error;
    throw error;
  }
}

function wire(reply: unknown): WireReply {
  if (Buffer.isBuffer(reply)) return reply.toString('latin1');
  if (typeof reply === 'string' || typeof reply === 'number') return reply;
  if (Array.isArray(reply)) return reply.map(wire);
  return reply instanceof Error ? { err: reply.message } : null;
}
