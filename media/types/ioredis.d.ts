/**
 * The part of ioredis that an exercise with Redis offers. Clients are handed in: import the types, not the module.
 *
 *     import type { Redis } from 'ioredis';
 */
declare module 'ioredis' {
  export type RedisKey = string;
  export type RedisValue = string | number;
  type Fields = Record<string, RedisValue> | Map<string, RedisValue>;
  type Words = RedisValue[];
  type Seconds = number | string;
  /** `[null, value]`, or `[error]`. */
  export type ExecResult = [error: Error | null, result: unknown];

  /** On a client a command gives a promise, on a pipeline the pipeline itself. */
  type Mode = 'client' | 'pipeline';
  type Result<M extends Mode, T> = M extends 'client' ? Promise<T> : ChainableCommander;

  /** Every command in small letters, with its words as Redis has them. */
  interface Commands<M extends Mode> {
    get(key: RedisKey): Result<M, string | null>;
    set(key: RedisKey, value: RedisValue): Result<M, 'OK'>;
    set(key: RedisKey, value: RedisValue, ...options: Words): Result<M, string | null>;
    setnx(key: RedisKey, value: RedisValue): Result<M, number>;
    setex(key: RedisKey, seconds: Seconds, value: RedisValue): Result<M, 'OK'>;
    psetex(key: RedisKey, ms: Seconds, value: RedisValue): Result<M, 'OK'>;
    getset(key: RedisKey, value: RedisValue): Result<M, string | null>;
    getdel(key: RedisKey): Result<M, string | null>;
    getex(key: RedisKey, ...options: Words): Result<M, string | null>;
    mget(...keys: (RedisKey | RedisKey[])[]): Result<M, (string | null)[]>;
    mset(fields: Fields): Result<M, 'OK'>;
    mset(...pairs: Words): Result<M, 'OK'>;
    msetnx(fields: Fields): Result<M, number>;
    msetnx(...pairs: Words): Result<M, number>;
    incr(key: RedisKey): Result<M, number>;
    decr(key: RedisKey): Result<M, number>;
    incrby(key: RedisKey, by: Seconds): Result<M, number>;
    decrby(key: RedisKey, by: Seconds): Result<M, number>;
    incrbyfloat(key: RedisKey, by: Seconds): Result<M, string>;
    append(key: RedisKey, value: RedisValue): Result<M, number>;
    strlen(key: RedisKey): Result<M, number>;
    getrange(key: RedisKey, start: Seconds, end: Seconds): Result<M, string>;
    setrange(key: RedisKey, offset: Seconds, value: RedisValue): Result<M, number>;
    del(...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    unlink(...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    exists(...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    touch(...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    type(key: RedisKey): Result<M, string>;
    keys(pattern: string): Result<M, string[]>;
    scan(cursor: Seconds, ...options: Words): Result<M, [cursor: string, elements: string[]]>;
    expire(key: RedisKey, seconds: Seconds, condition?: 'NX' | 'XX' | 'GT' | 'LT'): Result<M, number>;
    pexpire(key: RedisKey, ms: Seconds, condition?: 'NX' | 'XX' | 'GT' | 'LT'): Result<M, number>;
    expireat(key: RedisKey, seconds: Seconds, condition?: 'NX' | 'XX' | 'GT' | 'LT'): Result<M, number>;
    pexpireat(key: RedisKey, ms: Seconds, condition?: 'NX' | 'XX' | 'GT' | 'LT'): Result<M, number>;
    ttl(key: RedisKey): Result<M, number>;
    pttl(key: RedisKey): Result<M, number>;
    expiretime(key: RedisKey): Result<M, number>;
    pexpiretime(key: RedisKey): Result<M, number>;
    persist(key: RedisKey): Result<M, number>;
    rename(key: RedisKey, to: RedisKey): Result<M, 'OK'>;
    renamenx(key: RedisKey, to: RedisKey): Result<M, number>;
    copy(key: RedisKey, to: RedisKey, ...options: Words): Result<M, number>;
    randomkey(): Result<M, string | null>;
    dbsize(): Result<M, number>;
    flushdb(...options: Words): Result<M, 'OK'>;
    flushall(...options: Words): Result<M, 'OK'>;
    time(): Result<M, string[]>;
    hset(key: RedisKey, fields: Fields): Result<M, number>;
    hset(key: RedisKey, ...pairs: Words): Result<M, number>;
    hmset(key: RedisKey, fields: Fields): Result<M, 'OK'>;
    hmset(key: RedisKey, ...pairs: Words): Result<M, 'OK'>;
    hsetnx(key: RedisKey, field: RedisValue, value: RedisValue): Result<M, number>;
    hget(key: RedisKey, field: RedisValue): Result<M, string | null>;
    hmget(key: RedisKey, ...fields: (RedisValue | RedisValue[])[]): Result<M, (string | null)[]>;
    hgetall(key: RedisKey): Result<M, Record<string, string>>;
    hkeys(key: RedisKey): Result<M, string[]>;
    hvals(key: RedisKey): Result<M, string[]>;
    hlen(key: RedisKey): Result<M, number>;
    hexists(key: RedisKey, field: RedisValue): Result<M, number>;
    hstrlen(key: RedisKey, field: RedisValue): Result<M, number>;
    hdel(key: RedisKey, ...fields: (RedisValue | RedisValue[])[]): Result<M, number>;
    hincrby(key: RedisKey, field: RedisValue, by: Seconds): Result<M, number>;
    hincrbyfloat(key: RedisKey, field: RedisValue, by: Seconds): Result<M, string>;
    hrandfield(key: RedisKey, ...options: Words): Result<M, unknown>;
    hscan(key: RedisKey, cursor: Seconds, ...options: Words): Result<M, [cursor: string, elements: string[]]>;
    lpush(key: RedisKey, ...items: (RedisValue | RedisValue[])[]): Result<M, number>;
    rpush(key: RedisKey, ...items: (RedisValue | RedisValue[])[]): Result<M, number>;
    lpushx(key: RedisKey, ...items: (RedisValue | RedisValue[])[]): Result<M, number>;
    rpushx(key: RedisKey, ...items: (RedisValue | RedisValue[])[]): Result<M, number>;
    lpop(key: RedisKey): Result<M, string | null>;
    lpop(key: RedisKey, count: Seconds): Result<M, string[] | null>;
    rpop(key: RedisKey): Result<M, string | null>;
    rpop(key: RedisKey, count: Seconds): Result<M, string[] | null>;
    llen(key: RedisKey): Result<M, number>;
    lrange(key: RedisKey, start: Seconds, stop: Seconds): Result<M, string[]>;
    lindex(key: RedisKey, index: Seconds): Result<M, string | null>;
    lset(key: RedisKey, index: Seconds, item: RedisValue): Result<M, 'OK'>;
    linsert(key: RedisKey, where: 'BEFORE' | 'AFTER', pivot: RedisValue, item: RedisValue): Result<M, number>;
    lrem(key: RedisKey, count: Seconds, item: RedisValue): Result<M, number>;
    ltrim(key: RedisKey, start: Seconds, stop: Seconds): Result<M, 'OK'>;
    lpos(key: RedisKey, item: RedisValue, ...options: Words): Result<M, unknown>;
    lmove(
      from: RedisKey,
      to: RedisKey,
      source: 'LEFT' | 'RIGHT',
      target: 'LEFT' | 'RIGHT',
    ): Result<M, string | null>;
    rpoplpush(from: RedisKey, to: RedisKey): Result<M, string | null>;
    blpop(...keysAndSeconds: (RedisValue | RedisKey[])[]): Result<M, [key: string, element: string] | null>;
    brpop(...keysAndSeconds: (RedisValue | RedisKey[])[]): Result<M, [key: string, element: string] | null>;
    blmove(
      from: RedisKey,
      to: RedisKey,
      source: 'LEFT' | 'RIGHT',
      target: 'LEFT' | 'RIGHT',
      seconds: Seconds,
    ): Result<M, string | null>;
    brpoplpush(from: RedisKey, to: RedisKey, seconds: Seconds): Result<M, string | null>;
    sadd(key: RedisKey, ...members: (RedisValue | RedisValue[])[]): Result<M, number>;
    srem(key: RedisKey, ...members: (RedisValue | RedisValue[])[]): Result<M, number>;
    smembers(key: RedisKey): Result<M, string[]>;
    sismember(key: RedisKey, member: RedisValue): Result<M, number>;
    smismember(key: RedisKey, ...members: (RedisValue | RedisValue[])[]): Result<M, number[]>;
    scard(key: RedisKey): Result<M, number>;
    spop(key: RedisKey): Result<M, string | null>;
    spop(key: RedisKey, count: Seconds): Result<M, string[]>;
    srandmember(key: RedisKey): Result<M, string | null>;
    srandmember(key: RedisKey, count: Seconds): Result<M, string[]>;
    smove(from: RedisKey, to: RedisKey, member: RedisValue): Result<M, number>;
    sunion(...keys: (RedisKey | RedisKey[])[]): Result<M, string[]>;
    sinter(...keys: (RedisKey | RedisKey[])[]): Result<M, string[]>;
    sdiff(...keys: (RedisKey | RedisKey[])[]): Result<M, string[]>;
    sunionstore(to: RedisKey, ...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    sinterstore(to: RedisKey, ...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    sdiffstore(to: RedisKey, ...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    sintercard(...words: Words): Result<M, number>;
    sscan(key: RedisKey, cursor: Seconds, ...options: Words): Result<M, [cursor: string, elements: string[]]>;
    zadd(key: RedisKey, ...scoresAndMembers: (RedisValue | RedisValue[])[]): Result<M, number>;
    zincrby(key: RedisKey, by: Seconds, member: RedisValue): Result<M, string>;
    zrem(key: RedisKey, ...members: (RedisValue | RedisValue[])[]): Result<M, number>;
    zscore(key: RedisKey, member: RedisValue): Result<M, string | null>;
    zmscore(key: RedisKey, ...members: (RedisValue | RedisValue[])[]): Result<M, (string | null)[]>;
    zcard(key: RedisKey): Result<M, number>;
    zcount(key: RedisKey, min: RedisValue, max: RedisValue): Result<M, number>;
    zlexcount(key: RedisKey, min: RedisValue, max: RedisValue): Result<M, number>;
    zrank(key: RedisKey, member: RedisValue): Result<M, number | null>;
    zrevrank(key: RedisKey, member: RedisValue): Result<M, number | null>;
    zrange(key: RedisKey, start: RedisValue, stop: RedisValue, ...options: Words): Result<M, string[]>;
    zrevrange(key: RedisKey, start: RedisValue, stop: RedisValue, ...options: Words): Result<M, string[]>;
    zrangebyscore(key: RedisKey, min: RedisValue, max: RedisValue, ...options: Words): Result<M, string[]>;
    zrevrangebyscore(key: RedisKey, max: RedisValue, min: RedisValue, ...options: Words): Result<M, string[]>;
    zrangebylex(key: RedisKey, min: RedisValue, max: RedisValue, ...options: Words): Result<M, string[]>;
    zrevrangebylex(key: RedisKey, max: RedisValue, min: RedisValue, ...options: Words): Result<M, string[]>;
    zrangestore(to: RedisKey, from: RedisKey, ...range: Words): Result<M, number>;
    zremrangebyrank(key: RedisKey, start: Seconds, stop: Seconds): Result<M, number>;
    zremrangebyscore(key: RedisKey, min: RedisValue, max: RedisValue): Result<M, number>;
    zremrangebylex(key: RedisKey, min: RedisValue, max: RedisValue): Result<M, number>;
    zpopmin(key: RedisKey, count?: Seconds): Result<M, string[]>;
    zpopmax(key: RedisKey, count?: Seconds): Result<M, string[]>;
    bzpopmin(
      ...keysAndSeconds: (RedisValue | RedisKey[])[]
    ): Result<M, [key: string, member: string, score: string] | null>;
    bzpopmax(
      ...keysAndSeconds: (RedisValue | RedisKey[])[]
    ): Result<M, [key: string, member: string, score: string] | null>;
    zrandmember(key: RedisKey, ...options: Words): Result<M, unknown>;
    zunion(...words: Words): Result<M, string[]>;
    zinter(...words: Words): Result<M, string[]>;
    zdiff(...words: Words): Result<M, string[]>;
    zunionstore(to: RedisKey, ...words: Words): Result<M, number>;
    zinterstore(to: RedisKey, ...words: Words): Result<M, number>;
    zdiffstore(to: RedisKey, ...words: Words): Result<M, number>;
    zscan(key: RedisKey, cursor: Seconds, ...options: Words): Result<M, [cursor: string, elements: string[]]>;
    setbit(key: RedisKey, offset: Seconds, bit: 0 | 1 | '0' | '1'): Result<M, number>;
    getbit(key: RedisKey, offset: Seconds): Result<M, number>;
    bitcount(key: RedisKey, ...range: Words): Result<M, number>;
    bitpos(key: RedisKey, bit: Seconds, ...range: Words): Result<M, number>;
    bitop(operation: 'AND' | 'OR' | 'XOR' | 'NOT', to: RedisKey, ...keys: RedisKey[]): Result<M, number>;
    pfadd(key: RedisKey, ...members: (RedisValue | RedisValue[])[]): Result<M, number>;
    pfcount(...keys: (RedisKey | RedisKey[])[]): Result<M, number>;
    pfmerge(to: RedisKey, ...keys: (RedisKey | RedisKey[])[]): Result<M, 'OK'>;
    xadd(key: RedisKey, ...words: Words): Result<M, string | null>;
    xlen(key: RedisKey): Result<M, number>;
    xrange(
      key: RedisKey,
      start: RedisValue,
      end: RedisValue,
      ...options: Words
    ): Result<M, [id: string, fields: string[]][]>;
    xrevrange(
      key: RedisKey,
      end: RedisValue,
      start: RedisValue,
      ...options: Words
    ): Result<M, [id: string, fields: string[]][]>;
    xdel(key: RedisKey, ...ids: RedisValue[]): Result<M, number>;
    xtrim(key: RedisKey, ...options: Words): Result<M, number>;
    eval(
      script: string,
      numberOfKeys: Seconds,
      ...keysAndArguments: (RedisValue | RedisValue[])[]
    ): Result<M, unknown>;
    evalsha(
      sha1: string,
      numberOfKeys: Seconds,
      ...keysAndArguments: (RedisValue | RedisValue[])[]
    ): Result<M, unknown>;
    script(subcommand: 'LOAD' | 'EXISTS' | 'FLUSH', ...words: Words): Result<M, unknown>;
    publish(channel: string, message: RedisValue): Result<M, number>;
    ping(message?: RedisValue): Result<M, string>;
    echo(message: RedisValue): Result<M, string>;
    call(command: string, ...words: (RedisValue | RedisValue[])[]): Result<M, unknown>;
  }

  /** Collects commands, and sends them together with `exec`. */
  export interface ChainableCommander extends Commands<'pipeline'> {
    readonly length: number;
    /** One result for each command; null if a key that was watched had changed before a transaction. */
    exec(): Promise<ExecResult[] | null>;
  }

  export type ClientStatus = 'wait' | 'connecting' | 'connect' | 'ready' | 'reconnecting' | 'close' | 'end';

  export interface Redis extends Commands<'client'> {
    readonly status: ClientStatus;
    pipeline(): ChainableCommander;
    /** A transaction that is sent as one; with `{ pipeline: false }` its commands are sent one by one. */
    multi(): ChainableCommander;
    multi(options: { pipeline: false }): Promise<'OK'>;
    exec(): Promise<ExecResult[] | null>;
    discard(): Promise<'OK'>;
    watch(...keys: (RedisKey | RedisKey[])[]): Promise<'OK'>;
    unwatch(): Promise<'OK'>;
    subscribe(...channels: (string | string[])[]): Promise<number>;
    unsubscribe(...channels: (string | string[])[]): Promise<number>;
    psubscribe(...patterns: (string | string[])[]): Promise<number>;
    punsubscribe(...patterns: (string | string[])[]): Promise<number>;
    /** Makes a script a method of this client. */
    defineCommand(name: string, definition: { lua: string; numberOfKeys?: number }): void;
    on(event: 'message', listener: (channel: string, message: string) => void): this;
    on(event: 'pmessage', listener: (pattern: string, channel: string, message: string) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: ClientStatus, listener: () => void): this;
    once(event: ClientStatus | 'message' | 'pmessage' | 'error', listener: (...args: any[]) => void): this;
    off(event: string, listener: (...args: any[]) => void): this;
    removeListener(event: string, listener: (...args: any[]) => void): this;
    removeAllListeners(event?: string): this;
    listenerCount(event: string): number;
    connect(): Promise<void>;
    /** Another connection with the same options. */
    duplicate(): Redis;
    quit(): Promise<'OK'>;
    disconnect(reconnect?: boolean): void;
  }

  export default Redis;
}
