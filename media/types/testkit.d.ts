/**
 * What a hidden suite may import from `#testkit`. Time is virtual and starts afresh for every check;
 * randomness is seeded; nothing here is reachable by the learner's code.
 *
 * Times and durations are in milliseconds, rates in events per second, shares and probabilities between 0 and 1.
 * A moment is counted from the beginning of the check, as `clock.elapsed()` is, unless it says otherwise.
 * A mistake in an argument throws a `RangeError` that says what was expected.
 */

// ── Time ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The virtual clock that the learner's `Date`, `performance`, `setTimeout`, … follow. */
export interface Clock {
  /** Wall clock in epoch milliseconds, as the learner's `Date.now()` sees it. */
  now(): number;
  /** Monotonic milliseconds since the check began, as `performance.now()` sees it unless `setUptime` was used. */
  elapsed(): number;
  /** Lets `ms` pass: fires due timers in order and lets promise jobs settle after each one. */
  advance(ms: number): Promise<void>;
  /** Lets time pass until the wall clock shows this moment (epoch ms or ISO text). */
  advanceTo(moment: number | string): Promise<void>;
  /** Lets `ms` pass synchronously: timers fire, promise jobs do not settle in between. */
  tick(ms: number): void;
  /** Sets the wall clock, as NTP or an operator would. Timers and `performance.now()` are not affected. */
  setWallClock(moment: number | string): void;
  /** Moves the wall clock by `ms`, which may be negative. */
  jumpWallClock(ms: number): void;
  /**
   * Makes `performance.now()` count as in a process that was started `ms` ago: it means nothing to another process,
   * and a suite with several servers can show it. Timers, `elapsed()` and the wall clock are not affected.
   */
  setUptime(ms: number): void;
  /** Lets everything that can happen now, without time passing, happen. */
  settle(): Promise<void>;
  /**
   * Lets time pass until `promise` settles, and not a millisecond more; gives what it gives, or throws what it throws.
   * The check fails if that takes longer than `limitMs` (default 60,000), or if it can never settle.
   *
   * @example const decision = await clock.until(limiter.check('user-7'));
   */
  until<T>(promise: PromiseLike<T> | T, limitMs?: number): Promise<T>;
  /** Runs `work` when `elapsed()` is `moment`, at once if that has passed. Gives a function that calls it off. */
  at(moment: number, work: () => void): () => void;
  /** Runs `work` now and every `ms` from now on, until the function it gives is called. */
  every(ms: number, work: () => void): () => void;
  /** Runs timers until none is left, or throws after `limit` (default 10,000) of them. */
  runAll(limit?: number): Promise<void>;
  /** A promise that resolves after `ms` of virtual time. For loaders and servers of the suite. */
  sleep(ms: number): Promise<void>;
  /** Timers that the learner and the suite have pending. */
  pending(): number;
}
export declare const clock: Clock;

// ── Chance ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Deterministic randomness from the run's seed; every check starts with its own stream. */
export interface Random {
  /** [0, 1) */
  next(): number;
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[];
  /** Exponentially distributed with this mean: the gaps of a Poisson arrival process. */
  exponential(mean: number): number;
}
export declare const random: Random;
export declare const seed: number;

/** [0, 1), a new number each time. */
export type Draw = () => number;

/** Draws a duration. Anything that takes one takes a number as well, or a function of the suite. */
export type Latency = (draw?: Draw) => number;

/** Distributions of durations. They draw from `random`; links and servers give them a stream of their own. */
export interface Latencies {
  constant(ms: number): Latency;
  uniform(min: number, max: number): Latency;
  /** Memoryless: most are short, some are long. */
  exponential(mean: number): Latency;
  /** What services usually look like: given by the median and the 99th percentile. */
  logNormal(shape: { readonly median: number; readonly p99: number }): Latency;
  /**
   * A heavy tail: the share of durations above `x` is `(min / x) ** alpha`, up to `max`, where the tail is cut off.
   * Alpha 1.2 is wild, 3 is tame; default 1.5.
   */
  pareto(shape: { readonly min: number; readonly max: number; readonly alpha?: number }): Latency;
  /**
   * One of two: mostly `usual`, for a share of the draws `slow`. A cache that misses, a collector that pauses.
   *
   * @example latency.slowTail({ usual: 5, slow: latency.uniform(200, 800), share: 0.01 })
   */
  slowTail(shape: {
    readonly usual: number | Latency;
    readonly slow: number | Latency;
    readonly share: number;
  }): Latency;
  /**
   * As measured: straight lines between the percentiles that you know. `p0` and `p100` are the ends.
   *
   * @example latency.percentiles({ 0: 2, 50: 10, 90: 25, 99: 200, 100: 1_000 })
   */
  percentiles(known: Readonly<Record<number, number>>): Latency;
}
export declare const latency: Latencies;

/** Draws whose request the next one is. */
export type Keys = (draw?: Draw) => string;

export interface KeyDistributions {
  /** Every request has this key. */
  one(key: string): Keys;
  /** `count` keys, `user-1` to `user-<count>`, all alike. */
  uniform(count: number): Keys;
  /**
   * `count` keys of which the n-th is asked for in proportion to `1 / n ** exponent` (default 1): what web pages,
   * products and users look like. `user-1` is the most popular.
   */
  zipf(count: number, exponent?: number): Keys;
  /** One key gets this share of all requests, `others` keys (default 100) what is left. */
  hot(key: string, share: number, others?: number): Keys;
}
export declare const keys: KeyDistributions;

// ── Traffic ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A request that is going to be made. */
export interface Arrival {
  /** Whole milliseconds since the traffic began. */
  readonly at: number;
  readonly key: string;
}

export interface Stretch {
  /** How long the traffic lasts. */
  readonly forMs: number;
  /** Whose requests they are. Default: all are those of `user-1`. */
  readonly keys?: Keys | string;
}

/**
 * Generators of arrivals, in order of time, at most 100,000 at once. They decide everything beforehand, so that each
 * design of a learner meets the same traffic. `play` sends it.
 */
export interface Traffic {
  /** Equal gaps. */
  steady(options: Stretch & { readonly perSecond: number }): Arrival[];
  /** Independent users: exponential gaps. */
  poisson(options: Stretch & { readonly perSecond: number }): Arrival[];
  /** A Poisson process whose rate follows a function of time, which must not exceed `peak`. */
  varying(
    options: Stretch & { readonly perSecond: (ms: number) => number; readonly peak: number },
  ): Arrival[];
  /**
   * Day and night: the rate is a sine around `perSecond`, up and down by the share `swing` (default 0.8), once in
   * `periodMs` (default: `forMs`). It begins at the bottom, in the night.
   */
  diurnal(
    options: Stretch & { readonly perSecond: number; readonly swing?: number; readonly periodMs?: number },
  ): Arrival[];
  /** The rate grows (or falls) evenly from one to the other. */
  ramp(options: Stretch & { readonly from: number; readonly to: number }): Arrival[];
  /** One rate after the other. */
  steps(
    steps: readonly { readonly perSecond: number; readonly forMs: number }[],
    keys?: Keys | string,
  ): Arrival[];
  /** `perSecond` all the time, but `peak` for `lastsMs` from `atMs` on. */
  spike(
    options: Stretch & {
      readonly perSecond: number;
      readonly peak: number;
      readonly atMs: number;
      readonly lastsMs: number;
    },
  ): Arrival[];
  /**
   * Bursts of random length: a Poisson process that switches between two rates (`off` defaults to none), staying
   * exponentially long in each. Known as MMPP, or interrupted Poisson process without `off`.
   */
  bursty(
    options: Stretch & {
      readonly on: number;
      readonly off?: number;
      readonly meanOnMs: number;
      readonly meanOffMs: number;
    },
  ): Arrival[];
  /**
   * Adversary of fixed windows: `size` requests in the last millisecond of a window and `size` in the first of the
   * next, at each of `boundaries` (default 1) boundaries of the wall clock.
   */
  atBoundaries(options: {
    readonly windowMs: number;
    readonly size: number;
    readonly boundaries?: number;
    readonly keys?: Keys | string;
  }): Arrival[];
  /**
   * Adversary of every window: `size` requests at once, `count` times, `everyMs` apart. Choose an `everyMs` that does
   * not divide the window, and the bursts slide across it.
   */
  bursts(options: {
    readonly size: number;
    readonly count: number;
    readonly everyMs: number;
    readonly keys?: Keys | string;
  }): Arrival[];
  /**
   * A thundering herd: `clients` (`client-1`, …) that all come at `atMs` (default 0), or within `spreadMs` of it. What
   * a cache sees when a popular entry expires, and a server after it was restarted.
   */
  herd(options: { readonly clients: number; readonly atMs?: number; readonly spreadMs?: number }): Arrival[];
  /** At exactly these moments. */
  exactly(moments: readonly number[], keys?: Keys | string): Arrival[];
  /** All of it together, in order of time. */
  merge(...traffic: readonly (readonly Arrival[])[]): Arrival[];
  /** The same, `ms` later. */
  later(ms: number, traffic: readonly Arrival[]): Arrival[];
}
export declare const traffic: Traffic;

/** How a request ended. `unanswered` ones were still waiting when nobody had patience any more. */
export type Verdict = 'admitted' | 'denied' | 'failed' | 'unanswered';

/** One request and what became of it. Moments are counted from the beginning of the check. */
export interface Outcome<R> {
  readonly key: string;
  readonly sentAt: number;
  /** Unset if unanswered. */
  readonly endedAt?: number;
  /** From the first attempt to the end of the last; `Infinity` if unanswered. */
  readonly latencyMs: number;
  readonly attempts: number;
  readonly verdict: Verdict;
  /** What the last attempt gave. */
  readonly value?: R;
  /** What the last attempt threw. */
  readonly error?: unknown;
}

/** Requests that were played, in the order in which they were sent. */
export interface Played<R> {
  readonly outcomes: readonly Outcome<R>[];
  /** All of them, or those with this verdict. */
  count(verdict?: Verdict): number;
  /** The latency that `p` per cent of the answered requests (or of those with this verdict) did not exceed. */
  percentile(p: number, verdict?: Verdict): number;
  /** The most requests that were under way at one moment. */
  readonly mostInFlight: number;
  /**
   * The most requests, of one key if it is given, that were admitted within any `windowMs`, counted by when they were
   * answered; the end of a window is not part of it.
   */
  mostAdmittedWithin(windowMs: number, key?: string): number;
  /** The outcomes of each key. */
  byKey(): ReadonlyMap<string, readonly Outcome<R>[]>;
}

export interface PlayOptions<R> {
  /** In the picture: the name of the lane of requests, and part of the names of the series. Default `requests`. */
  readonly name?: string;
  /** False draws nothing. */
  readonly draw?: boolean;
  /**
   * What counts as denied. By default `false` and every object whose `allowed` is false is, and what is thrown is a
   * failure.
   */
  readonly isDenied?: (value: R) => boolean;
  /** Clients that were denied or failed try again, up to `times` more, each time after `afterMs`: a retry storm. */
  readonly retry?: { readonly times: number; readonly afterMs: number | Latency };
  /** How long to wait for answers after the last request was sent. Default 60,000. */
  readonly patienceMs?: number;
}

/**
 * Sends traffic at its moments, counted from now, without waiting for answers (an open loop), lets time pass until
 * everything is answered, and draws what happened. Requests of one millisecond are sent in turns of their own, as in
 * Node; to have them in one turn, use `Promise.all`. A failed assertion in `send` ends it.
 *
 * @example
 * const played = await play(traffic.poisson({ perSecond: 20, forMs: 10_000 }), ({ key }) => limiter.check(key));
 * assert.ok(played.mostAdmittedWithin(1_000) <= 10);
 */
export declare function play<R>(
  arrivals: readonly Arrival[],
  send: (arrival: Arrival) => R | PromiseLike<R>,
  options?: PlayOptions<R>,
): Promise<Played<R>>;

export interface ClosedLoop {
  /** How many clients there are: `client-1`, … Each waits for its answer before it asks again. */
  readonly clients: number;
  /** Between an answer and the next request. Default 0, but at least a millisecond. */
  readonly thinkMs?: number | Latency;
  /** Clients begin no further request after this. */
  readonly forMs: number;
}

/**
 * Clients that wait for their answers, so that a slow server gets fewer requests (a closed loop). They begin at random
 * moments of their first pause for thought.
 */
export declare function playClients<R>(
  loop: ClosedLoop,
  send: (client: string) => R | PromiseLike<R>,
  options?: PlayOptions<R>,
): Promise<Played<R>>;

// ── Faults ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A message on its way: what faults change. A request that is refused comes back as a rejection. */
export interface Passage {
  readonly leg: 'request' | 'reply';
  readonly delayMs: number;
  /** 0: it is lost. 2: it arrives twice. */
  readonly copies: number;
  /** Rejects the call in place of what would have happened. */
  readonly error?: Error;
  /** How long the fault has lasted. */
  readonly sinceMs: number;
}

/** Something that can go wrong. `link.apply` makes it happen. A fault of your own is an object like this. */
export interface Fault {
  /** As it is drawn. */
  readonly name: string;
  readonly affect: (passage: Passage, draw: Draw) => Passage;
  /** Calls that are under way when it begins break off with `ECONNRESET`. */
  readonly breaksCalls?: boolean;
}

export interface Faults {
  /** Nobody is there: calls under way break with `ECONNRESET`, new ones are refused with `ECONNREFUSED`. */
  crash(): Fault;
  /**
   * Messages vanish, and nobody is told: calls wait for ever. With `replies`, requests are carried out and only the
   * answers are lost; with `requests` it is the other way round. Default `both`.
   */
  partition(lost?: 'both' | 'requests' | 'replies'): Fault;
  /** Every message takes `times` as long (default 1), and `plusMs` (default 0) more. */
  slow(by: { readonly times?: number; readonly plusMs?: number | Latency }): Fault;
  /** Each message is lost with this probability. */
  drop(probability: number): Fault;
  /** Each request arrives twice with this probability: it is carried out twice, and the first answer counts. */
  duplicate(probability: number): Fault;
  /** Each message is held back with this probability, for up to `byMs`, so that later ones overtake it. */
  reorder(probability: number, byMs: number): Fault;
  /**
   * Calls fail with this probability, before they are carried out, or after it (`when: 'after'`: the caller cannot
   * know). Default error: `Error('503 Service Unavailable')` with the code `EUNAVAILABLE`.
   */
  errors(
    probability: number,
    options?: { readonly error?: () => Error; readonly when?: 'before' | 'after' },
  ): Fault;
  /** Too much to do: slower by `times` (default 10), and a share of the calls fails (default 0.2). */
  brownOut(options?: { readonly times?: number; readonly errors?: number }): Fault;
  /** Comes and goes: `fault` for `downMs`, nothing for `upMs`, and so on. Default fault: `partition()`. */
  flapping(options: { readonly upMs: number; readonly downMs: number; readonly fault?: Fault }): Fault;
  /** All of these at once. */
  all(...faults: readonly Fault[]): Fault;
}
export declare const faults: Faults;

/** When a fault happens: `afterMs` from now (default 0), `forMs` long (default: until it is healed). */
export interface When {
  readonly afterMs?: number;
  readonly forMs?: number;
}

/** Where the messages of a link are. Copies count one by one. */
export interface LinkCounts {
  /** Calls and messages that were given to the link. */
  readonly sent: number;
  /** Copies that a fault added to them. `sent + duplicated = delivered + lost + refused + inTransit`. */
  readonly duplicated: number;
  /** How often the function was run. */
  readonly delivered: number;
  readonly lost: number;
  readonly refused: number;
  readonly inTransit: number;
  /** Calls that have given a value. Those neither answered nor failed are waiting, perhaps for ever. */
  readonly answered: number;
  readonly failed: number;
  readonly waiting: number;
}

/** Something that faults can happen to. */
export interface Faulty {
  /** Makes a fault happen. Several add up. Gives a function that heals this one, or calls it off. */
  apply(fault: Fault, when?: When): () => void;
  /** Ends every fault, and calls off those that were to come. */
  heal(): void;
}

/** A function at the other end of a network. */
export interface Link<A extends unknown[], R> extends Faulty {
  /** Hand this to the learner. */
  readonly call: (...args: A) => Promise<Awaited<R>>;
  /** Hand this to the learner: a message without an answer. It cannot tell whether it arrived. */
  readonly send: (...args: A) => void;
  counts(): LinkCounts;
}

export interface LinkOptions {
  /** Draws its state, and what it loses or fails, on lanes of this name. Without a name nothing is drawn. */
  readonly name?: string;
  /** Each way. Default 1. */
  readonly latencyMs?: number | Latency;
  /** Messages arrive in the order in which they were sent, as on one connection. Default false. */
  readonly ordered?: boolean;
}

/**
 * Puts a function at the other end of a network. Plain data is copied on its way, in both directions, as if it were
 * written out and read in again; functions and instances of classes go as they are, so harden what is yours.
 *
 * @example
 * const backend = link((key: string) => rows.get(key), { name: 'backend', latencyMs: latency.uniform(5, 15) });
 * backend.apply(faults.slow({ times: 20 }), { afterMs: 10_000, forMs: 5_000 });
 * const cache = createCache({ load: backend.call });
 */
export declare function link<A extends unknown[], R>(
  work: (...args: A) => R | PromiseLike<R>,
  options?: LinkOptions,
): Link<A, R>;

// ── Servers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An async function, or an object of some. */
export type Connectable = ((...args: never[]) => Promise<unknown>) | object;

/** What a server is given when it starts. */
export interface ServerStart {
  /** From 0. */
  readonly index: number;
  /** `server 1`, … */
  readonly name: string;
  /** How often it has been started before. */
  readonly restarts: number;
  /**
   * This server's own connection to something that others use too: the same function, or an object with the same
   * functions. When the server crashes it goes dead: what the old process still sends is never carried out, and it
   * never learns of an answer. Hand connections to the learner, rather than what they lead to.
   */
  readonly connect: <C extends Connectable>(target: C) => C;
  /** Hand this to the learner: calls a method of another server (or of this one) across the network between them. */
  readonly peer: (to: number, method: string, ...args: unknown[]) => Promise<unknown>;
}

export interface Server<T> extends Faulty {
  readonly index: number;
  readonly name: string;
  readonly isUp: boolean;
  /** The instance that runs now. Throws while it is down. */
  readonly instance: T;
  /** Sends a request to this server, across the network. */
  call<R>(work: (instance: T) => R | PromiseLike<R>): Promise<R>;
  /**
   * One request while nothing else is under way, with this server's own wall clock and uptime in force until it is
   * answered (see `skewMs`). Time passes. Throws if another request is under way.
   */
  alone<R>(work: (instance: T) => R | PromiseLike<R>, limitMs?: number): Promise<R>;
  /** Drops the instance and all it holds. Calls under way break with `ECONNRESET`; a `forMs` restarts it then. */
  crash(when?: When): void;
  /** Starts a new instance, if it is down. */
  restart(): void;
}

export interface ServersOptions {
  /** Their lanes in the picture, numbered. Default `server`. */
  readonly name?: string;
  /** Between clients and servers, each way. Default 1. */
  readonly latencyMs?: number | Latency;
  /** Between one server and another, each way. Default 1. */
  readonly peerLatencyMs?: number | Latency;
  /** Who gets the next request: `sticky` goes by the key. Default `round-robin`. */
  readonly balancer?: 'round-robin' | 'random' | 'sticky' | 'least-busy';
  /** How long the balancer goes on sending requests to a server that has crashed. Default 0. */
  readonly noticesAfterMs?: number;
  /** By how much each server's wall clock is ahead of the clock; only `alone` can show it. */
  readonly skewMs?: (index: number) => number;
  /** How long each server had been running when the check began; only `alone` can show it. */
  readonly uptimeMs?: (index: number) => number;
}

/** Several servers behind a balancer. */
export interface Servers<T> {
  readonly all: readonly Server<T>[];
  /** By number, from 0. */
  server(index: number): Server<T>;
  /** A request through the balancer, which chooses among the servers that it believes to be up. */
  call<R>(key: string, work: (instance: T) => R | PromiseLike<R>): Promise<R>;
  /** Cuts the network between servers: those of one group reach each other, and nobody else. */
  partition(groups: readonly (readonly number[])[], when?: When): void;
  /** The network from one server to another. */
  between(from: number, to: number): Faulty;
  /** Ends all faults of all networks. Crashed servers stay down. */
  heal(): void;
}

/**
 * Starts `count` servers of the learner's. `start` runs once for each, and again when it is restarted.
 *
 * All of them run in one process and share its `Date`: see `alone` for clocks that disagree. A crashed server's timers
 * cannot be told from the others', so they still fire; through `connect` and `peer` they reach nothing any more.
 *
 * @example
 * const store = sharedStore({ latencyMs: latency.uniform(1, 3) });
 * const fleet = servers(5, ({ connect }) => createLimiter({ store: connect(store.client) }));
 * fleet.server(2).crash({ afterMs: 5_000, forMs: 2_000 });
 * await play(traffic.poisson({ perSecond: 50, forMs: 10_000 }), ({ key }) => fleet.call(key, it => it.check(key)));
 */
export declare function servers<T>(
  count: number,
  start: (server: ServerStart) => T,
  options?: ServersOptions,
): Servers<T>;

/** What a script sees: the operations of the store, without round trips. Of no use after it has ended. */
export interface StoreView {
  get(key: string): string | undefined;
  set(key: string, value: string, ttlMs?: number): void;
  /** Adds `by` (default 1) to a whole number; a missing key counts as 0. Throws if it is not a whole number. */
  increment(key: string, by?: number): number;
  /** Gives an existing key a new expiry. */
  expire(key: string, ttlMs: number): boolean;
  delete(key: string): boolean;
  /** The store's clock in epoch milliseconds. */
  time(): number;
}

/** One connection to the store: each call is a round trip, and is carried out at one moment in between. */
export interface StoreClient {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs?: number): Promise<void>;
  increment(key: string, by?: number): Promise<number>;
  expire(key: string, ttlMs: number): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  /** Writes if the value is exactly `expected` (`undefined`: there is none). Tells whether it did. */
  compareAndSet(key: string, expected: string | undefined, value: string, ttlMs?: number): Promise<boolean>;
  time(): Promise<number>;
  /** Runs a synchronous script alone, as Redis runs Lua. If it throws, none of its writes remain. */
  transaction<T>(script: (store: StoreView) => T): Promise<T>;
}

/** A key-value store on a machine of its own, for exercises that need no real one. */
export interface SharedStore extends Faulty {
  /** Hand this to the learner, or `connect` it. */
  readonly client: StoreClient;
  /** How many keys have not expired. */
  readonly size: number;
  /** Those keys, for the words of a failure. */
  readonly keys: readonly string[];
  /** Characters of keys and values. */
  readonly bytes: number;
  counts(): LinkCounts;
  /** The last mistake of a caller, as `increment` of a text. */
  readonly complaint: string | undefined;
}

/** @param options `skewMs`: by how much its clock is ahead of the clock of the check. */
export declare function sharedStore(options?: LinkOptions & { readonly skewMs?: number }): SharedStore;

// ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ReadingOptions {
  readonly unit?: string;
  readonly tone?: 'good' | 'bad' | 'neutral';
  readonly note?: string;
}

/** Records what happened, on the virtual time line, for the plots. At most 5,000 events; never fails a check. */
export interface Trace {
  /** A sample of a series, which holds until the next one. */
  point(series: string, value: number): void;
  /** A moment on a lane. */
  mark(lane: string, label: string, tone?: 'good' | 'bad' | 'neutral'): void;
  /** From now on the lane is in this state. */
  state(lane: string, state: string): void;
  /** A line that a series is measured against. */
  limit(series: string, value: number): void;
  /**
   * A number that sums up, shown beside the picture: give those that a decision would be made by. With the unit `ms` or
   * `%` (12.5 is 12.5 %) it is written as people write it, other units follow the number. `bad` is marked, and `note`
   * says in a sentence what it means. At most 40; a value that is not finite is left out.
   *
   * @example trace.reading('admitted', 100 * share, { unit: '%', note: 'Everybody else was told to come back.' });
   */
  reading(name: string, value: number, more?: ReadingOptions): void;
  /** A series that grows by `by` (default 1) with each call. */
  count(series: string, by?: number): void;
  /** A series of how many calls there were within the last `windowMs`, the one at its beginning not among them. */
  rate(series: string, windowMs: number): void;
  /** Samples `read` every `everyMs` of virtual time, as long as it changes. Gives a function that ends it. */
  gauge(series: string, everyMs: number, read: () => number): () => void;
  /**
   * A lane for each bucket, `name ≤ bound`, with a mark for each value that falls into it.
   *
   * @example
   * const observe = trace.histogram('latency', [10, 100, 1_000]);
   * for (const { latencyMs } of played.outcomes) observe(latencyMs);
   */
  histogram(name: string, bounds: readonly number[]): (value: number) => void;
}
export declare const trace: Trace;

// ── Handing things over ─────────────────────────────────────────────────────────────────────────────────────────────

/** A function that records its calls; safe to hand to the learner. */
export interface Spy<A extends unknown[], R> {
  /** Hand this to the learner. */
  readonly fn: (...args: A) => R;
  /** A copy of the arguments of every call so far. */
  calls(): A[];
  count(): number;
}
export declare function spy<A extends unknown[], R>(implementation: (...args: A) => R): Spy<A, R>;

/**
 * Freezes an object and all it holds, so that the learner cannot change what the suite relies on. Every object or
 * function that a suite hands over goes through `spy`, `harden` or a copy.
 */
export declare function harden<T>(value: T): T;

/** A promise with its handles outside, for loads and calls that the suite completes when it likes. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}
export declare function deferred<T = void>(): Deferred<T>;

/** How a promise stands after everything that can happen now has happened. */
export type Settled<T> =
  | { readonly state: 'pending' }
  | { readonly state: 'fulfilled'; readonly value: T }
  | { readonly state: 'rejected'; readonly reason: unknown };
export declare function settled<T>(promise: PromiseLike<T> | T): Promise<Settled<T>>;

/**
 * Bytes of heap that `work` leaves behind, after a collection before and one after. Keep what must stay alive in a
 * variable outside. Noise is around ±200 kB: use margins.
 */
export declare function retainedBytes(work: () => void | Promise<void>): Promise<number>;
