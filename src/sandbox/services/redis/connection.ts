import type { VirtualClock } from '../../virtualClock';
import { toBytes } from './engine/bytes';
import type { Call } from './engine/memoryEngine';
import type { Reply } from './engine/reply';
import type { Channel, Network } from './network';
import type { Server } from './server';
import type { Push, Session } from './session';

export type Status = 'wait' | 'connecting' | 'connect' | 'ready' | 'reconnecting' | 'close' | 'end';

/** The options of ioredis that mean something here, with its defaults. */
export interface ConnectionOptions {
  readonly lazyConnect: boolean;
  readonly enableOfflineQueue: boolean;
  readonly autoResendUnfulfilledCommands: boolean;
  /** Reconnections that a command survives; null for any number. */
  readonly maxRetriesPerRequest: number | null;
  /** Milliseconds; undefined for no limit. */
  readonly commandTimeout: number | undefined;
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** Milliseconds until the next attempt; undefined gives up. */
  readonly retryDelay: (attempt: number) => number | undefined;
}

export const defaultOptions: ConnectionOptions = {
  lazyConnect: false,
  enableOfflineQueue: true,
  autoResendUnfulfilledCommands: true,
  maxRetriesPerRequest: 20,
  commandTimeout: undefined,
  connectTimeout: 10_000,
  retryDelay: attempt => Math.min(attempt * 50, 2_000),
};

/** Commands that go out together, and who waits for their replies. */
export interface Request {
  readonly calls: readonly Call[];
  readonly resolve: (replies: readonly Reply[]) => void;
  readonly reject: (error: Error) => void;
}

export interface ConnectionParts {
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly server: Server;
  readonly client: string;
  readonly options: ConnectionOptions;
  readonly onEvent: (event: string, ...args: unknown[]) => void;
  readonly onPush: (push: Push) => void;
}

const maxPending = 30_000;

/** What ioredis does behind a client: connects, sends, queues, reconnects. */
export class Connection {
  status: Status = 'wait';
  /** What to subscribe to again after a reconnection. */
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  private session: Session | undefined;
  private toServer: Channel | undefined;
  private toClient: Channel | undefined;
  private readonly sent = new Set<Request>();
  private waiting: Request[] = [];
  private attempts = 0;
  private timer: number | undefined;
  /** Changes with each connection: what belongs to an earlier one is void. */
  private life = 0;

  constructor(private readonly parts: ConnectionParts) {}

  /** Connects without waiting if that takes no time: the client that a suite hands over is ready. */
  connectAtOnce(): void {
    const { network, server, client } = this.parts;
    if (server.isUp && !network.isCut(client) && network.roundTrip(client) === 0) {
      this.open();
      this.status = 'ready'; // without an event: nobody could have listened
    } else this.connect();
  }

  connect(): void {
    const { network, server, client, clock, options } = this.parts;
    const life = ++this.life;
    this.become('connecting');
    const still = (next: () => void) => () => {
      if (this.life === life && this.status === 'connecting') next();
    };
    if (network.isCut(client)) {
      this.timer = clock.setTimeout(
        still(() => this.lose(new Error('connect ETIMEDOUT'))),
        options.connectTimeout,
      );
      return;
    }
    network.open(client).send(
      still(() => {
        if (!server.isUp) {
          this.lose(new Error('connect ECONNREFUSED 127.0.0.1:6379'));
          return;
        }
        this.open();
        this.become('connect');
        this.soon(life, () => this.beReady());
      }),
      Math.max(0, network.roundTrip(client)),
    );
  }

  send(calls: readonly Call[]): Promise<readonly Reply[]> {
    const { clock, options } = this.parts;
    return new Promise((resolve, reject) => {
      let timer: number | undefined;
      const settle =
        <T>(end: (value: T) => void) =>
        (value: T): void => {
          if (timer !== undefined) clock.clear(timer);
          end(value);
        };
      const request: Request = { calls, resolve: settle(resolve), reject: settle(reject) };
      if (options.commandTimeout !== undefined)
        timer = clock.setTimeout(
          () => request.reject(new Error('Command timed out')),
          options.commandTimeout,
        );
      this.dispatch(request);
    });
  }

  /** @param isFinal whether it may never come back */
  disconnect(isFinal: boolean): void {
    this.dropSession();
    if (this.timer !== undefined) this.parts.clock.clear(this.timer);
    this.life++;
    this.become('close');
    if (isFinal) this.end();
    else this.retry();
  }

  private dispatch(request: Request): void {
    switch (this.status) {
      case 'end':
        request.reject(new Error('Connection is closed.'));
        return;
      case 'ready':
        this.transmit(request);
        return;
      case 'wait':
        this.enqueue(request);
        this.connect();
        return;
      default:
        this.enqueue(request);
    }
  }

  private enqueue(request: Request): void {
    if (!this.parts.options.enableOfflineQueue)
      request.reject(new Error("Stream isn't writeable and enableOfflineQueue options is false"));
    else if (this.waiting.length >= maxPending)
      request.reject(new Error(`More than ${maxPending} commands wait for the connection.`));
    else this.waiting.push(request);
  }

  private transmit(request: Request): void {
    const { network, server, client } = this.parts;
    const { session, toServer, toClient, life } = this;
    if (!session || !toServer || !toClient) throw new Error('There is no connection.');
    if (this.sent.size >= maxPending) {
      request.reject(new Error(`More than ${maxPending} commands wait for an answer.`));
      return;
    }
    this.sent.add(request);
    const ms = Math.max(0, network.roundTrip(client));
    const there = Math.floor(ms / 2);
    const replies: Reply[] = [];
    let missing = request.calls.length;
    const answer = (index: number, reply: Reply): void => {
      replies[index] = reply;
      if (--missing > 0) return;
      toClient.send(() => {
        if (this.life !== life) return;
        this.sent.delete(request);
        request.resolve(replies);
      }, ms - there);
    };
    toServer.send(() => {
      for (const [index, call] of request.calls.entries())
        server.receive(session, call, reply => answer(index, reply));
    }, there);
  }

  private open(): void {
    const { network, server, client } = this.parts;
    const life = ++this.life;
    this.toServer = network.open(client);
    const toClient = (this.toClient = network.open(client));
    const back = (): number => Math.ceil(Math.max(0, network.roundTrip(client)) / 2);
    const mine = (act: () => void) => () => {
      if (this.life === life) act();
    };
    this.session = server.open(
      client,
      push =>
        toClient.send(
          mine(() => this.parts.onPush(push)),
          back(),
        ),
      () =>
        toClient.send(
          mine(() => this.lose(undefined)),
          back(),
        ),
    );
  }

  private beReady(): void {
    this.attempts = 0;
    this.become('ready');
    const again = [...this.sent, ...this.waiting];
    this.sent.clear();
    this.waiting = [];
    for (const [name, topics] of [
      ['subscribe', this.channels],
      ['psubscribe', this.patterns],
    ] as const)
      if (topics.size > 0)
        this.transmit({
          calls: [{ name, args: [...topics].map(toBytes) }],
          resolve: () => undefined,
          reject: () => undefined,
        });
    for (const request of again) this.transmit(request);
  }

  /** The connection is gone, or could not be made. */
  private lose(error: Error | undefined): void {
    this.dropSession();
    this.life++;
    if (error) this.parts.onEvent('error', error);
    this.become('close');
    if (!this.parts.options.autoResendUnfulfilledCommands) {
      for (const request of this.sent) request.reject(new Error('Connection is closed.'));
      this.sent.clear();
    }
    this.retry();
  }

  private retry(): void {
    const { options, clock } = this.parts;
    const attempt = ++this.attempts;
    const delay = options.retryDelay(attempt);
    if (delay === undefined) {
      this.end();
      return;
    }
    this.become('reconnecting', delay);
    const limit = options.maxRetriesPerRequest;
    if (limit !== null && attempt % (limit + 1) === 0) this.flush(tooManyRetries(limit));
    const life = ++this.life;
    this.timer = clock.setTimeout(() => {
      if (this.life === life) this.connect();
    }, delay);
  }

  private end(): void {
    this.life++;
    this.become('end');
    this.flush(new Error('Connection is closed.'));
  }

  private flush(error: Error): void {
    const all = [...this.sent, ...this.waiting];
    this.sent.clear();
    this.waiting = [];
    for (const request of all) request.reject(error);
  }

  private dropSession(): void {
    if (this.session) this.parts.server.close(this.session);
    this.session = undefined;
  }

  private soon(life: number, act: () => void): void {
    void Promise.resolve().then(() => {
      if (this.life === life || this.status === 'connect') act();
    });
  }

  private become(status: Status, ...args: unknown[]): void {
    this.status = status;
    this.parts.onEvent(status, ...args);
  }
}

function tooManyRetries(limit: number): Error {
  const error = new Error(
    `Reached the max retries per request limit (which is ${limit}). Refer to "maxRetriesPerRequest" option for details.`,
  );
  Object.defineProperty(error, 'name', { value: 'MaxRetriesPerRequestError', enumerable: false });
  return error;
}
