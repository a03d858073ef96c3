/**
 * What a hidden suite may import from `#services/redis` when its exercise has `services: [redis]`. Every check begins
 * with an empty server that is up, and without clients. Without a latency a command takes no virtual time; the order of
 * everything is the same in every run. Unless it is said otherwise, all of it works alike in memory and on a real server.
 */
import type { Redis } from 'ioredis';

export interface ClientOptions {
  /** Commands wait while there is no connection; otherwise they fail at once. Default true. */
  enableOfflineQueue?: boolean;
  /** What was sent and not answered when a connection broke is sent again. Default true. */
  autoResendUnfulfilledCommands?: boolean;
  /** Attempts to reconnect that a command survives; null for any number. Default 20. */
  maxRetriesPerRequest?: number | null;
  /** Milliseconds after which a command fails with “Command timed out”. Default none. */
  commandTimeout?: number;
  /** Milliseconds that a connection may take. Default 10,000. */
  connectTimeout?: number;
  /** Connects with the first command. Default false: the client is handed over connected. */
  lazyConnect?: boolean;
  /** Milliseconds until the next attempt to reconnect; null gives up. Default `Math.min(attempt * 50, 2000)`. */
  retryStrategy?: (attempt: number) => number | null;
}

/** A command that reached the server. What a script called is not among them. */
export interface LoggedCommand {
  /** Virtual milliseconds since the check began. */
  readonly at: number;
  /** The name of the client. */
  readonly client: string;
  /** In small letters: `incr`, `evalsha`. */
  readonly command: string;
  readonly args: readonly string[];
  /** What it was answered if that was an error, such as “NOSCRIPT …”; otherwise, and without an answer, null. */
  readonly error: string | null;
}

/** Milliseconds of a round trip: the same each time, or drawn for each request. */
export type Latency = number | (() => number);

/** An error by its first word, `timeout` for no answer at all, or any text beginning with a code. */
export type Failure = 'READONLY' | 'OOM' | 'LOADING' | 'BUSY' | 'timeout' | (string & {});

export interface FailOptions {
  /** How many commands it hits. Default: every one. */
  times?: number;
  /** Only those of the clients of this name. */
  client?: string;
  /** The command is carried out and only its answer is replaced, or lost. Default false. */
  runs?: boolean;
}

export interface RedisControl {
  /** The suites run against a server that the person named, and not in memory. */
  readonly isReal: boolean;
  readonly isUp: boolean;
  /**
   * A client to hand to the learner's code. Its name, by default `client`, stands for the server that it runs on:
   * partitions, latencies and faults can be meant for one of them, and the log tells them apart.
   */
  client(name?: string, options?: ClientOptions): Redis;
  /**
   * The server goes away, and with it every connection and every script that EVALSHA knows. Its data come back with
   * `restart`, unless they are lost.
   */
  crash(options?: { losesData?: boolean }): Promise<void>;
  restart(): void;
  /** Nothing gets through, in neither direction, for the clients of this name or for all. Nobody is told. */
  partition(client?: string): void;
  /** Everything gets through again; what was under way arrives late. */
  heal(client?: string): void;
  /** How long a round trip takes, for the clients of this name or for all; null is no time. */
  latency(latency: Latency | null, client?: string): void;
  /** Lets commands fail, for the clients of one name or for all. `'*'` is every command. */
  fail(commands: string | readonly string[], failure: Failure, options?: FailOptions): void;
  /** Takes back every `fail`. */
  succeed(): void;
  /** Moves the server's own clock by this many milliseconds. It follows no change of the learner's wall clock. */
  skewClock(ms: number): void;
  /** What reached the server, in order: everything, or one command, or one client's. */
  commands(command?: string, client?: string): LoggedCommand[];
  count(command?: string, client?: string): number;
  /** Runs a command beside all faults and latencies, unlogged: `await redis.run('PTTL', key)`. */
  run(...words: (string | number)[]): Promise<any>;
  /** Sorted. */
  keys(pattern?: string): Promise<string[]>;
  /** Bytes that the data take. An estimate, which differs between memory and a real server. */
  memory(): Promise<number>;
  flush(): Promise<void>;
}

export declare const redis: RedisControl;
