import type { Server, ServerStart, ServersOptions, When } from '../../../media/types/testkit';
import { faults } from './faults';
import { Incarnation } from './incarnation';
import { schedule, type KitPowers } from './kitPowers';
import { LinkEngine } from './link';
import type { SuiteClock } from './suiteClock';

/** What a server needs to know of the others. */
export interface Neighbours {
  readonly count: number;
  /** Across the network between the two. */
  callPeer(from: number, to: number, method: string, args: readonly unknown[]): Promise<unknown>;
  /** Calls of peers that it was to answer break off. */
  breakCallsTo(index: number): void;
  isIdle(): boolean;
}

type Work<T> = (instance: T) => unknown;

interface Life<T> {
  readonly instance: T;
  readonly incarnation: Incarnation;
}

/** One server of several: an instance of the learner's, the way to it, and its end. */
export class SimulatedServer<T> {
  readonly name: string;
  /** When the balancer can know that it is down. */
  crashedAt = Infinity;
  readonly engine: LinkEngine<[Work<T>], unknown>;
  private life: Life<T> | undefined;
  private startedAt = 0;
  private starts = 0;
  private healCrash = (): void => undefined;

  constructor(
    readonly index: number,
    private readonly powers: KitPowers,
    private readonly clock: SuiteClock,
    private readonly options: ServersOptions,
    private readonly start: (server: ServerStart) => T,
    private readonly neighbours: Neighbours,
  ) {
    this.name = `${options.name ?? 'server'} ${index + 1}`;
    this.engine = new LinkEngine(powers, (work: Work<T>) => work(this.instance), {
      name: this.name,
      ...(options.latencyMs !== undefined && { latencyMs: options.latencyMs }),
    });
  }

  get isUp(): boolean {
    return this.life !== undefined;
  }

  get instance(): T {
    if (this.life) return this.life.instance;
    throw new Error(`${this.name} is down: restart() it before you use it.`);
  }

  /** Starts it, unless it is up. */
  restart(): void {
    if (this.life) return;
    const incarnation = new Incarnation(this.powers);
    const peer = incarnation.gate((to, method, ...args) =>
      this.neighbours.callPeer(this.index, Number(to), String(method), args),
    );
    const instance = this.start(
      this.powers.harden({
        index: this.index,
        name: this.name,
        restarts: this.starts++,
        connect: target => incarnation.connect(target),
        peer,
      } satisfies ServerStart),
    );
    this.startedAt = this.powers.clock.elapsed();
    this.life = { instance, incarnation };
    this.crashedAt = Infinity;
    this.healCrash();
  }

  crash({ afterMs = 0, forMs }: When = {}): void {
    const { clock } = this.powers;
    const begin = (): void => {
      this.stop();
      const { starts } = this; // somebody else may have restarted it meanwhile
      if (forMs !== undefined)
        schedule(clock, clock.elapsed() + forMs, () => {
          if (this.starts === starts) this.restart();
        });
    };
    if (afterMs > 0) schedule(clock, clock.elapsed() + afterMs, begin);
    else begin();
  }

  async call<R>(work: (instance: T) => R | PromiseLike<R>): Promise<R> {
    return (await this.engine.call(work)) as R;
  }

  async alone<R>(work: (instance: T) => R | PromiseLike<R>, limitMs?: number): Promise<R> {
    if (!this.neighbours.isIdle())
      throw new RangeError(
        `${this.name}.alone() needs the servers to itself, and a request is under way: all of them share one Date.`,
      );
    const { clock } = this.powers;
    const age = clock.uptime() - clock.elapsed();
    const skew = this.options.skewMs?.(this.index) ?? 0;
    const before = this.starts > 1 ? -this.startedAt : (this.options.uptimeMs?.(this.index) ?? 0);
    clock.jumpWallClock(skew);
    clock.setUptime(clock.elapsed() + before);
    try {
      return await this.clock.until(this.call(work), limitMs);
    } finally {
      clock.jumpWallClock(-skew);
      clock.setUptime(clock.elapsed() + age);
    }
  }

  /** A peer's request has arrived. */
  async answerPeer(method: string, args: readonly unknown[]): Promise<unknown> {
    const { instance } = this;
    const found: unknown = Reflect.get(instance as object, method);
    if (typeof found !== 'function') throw new TypeError(`${this.name} has no method ${method}.`);
    return (await Reflect.apply(found, instance, args)) as unknown;
  }

  /** For the suite. */
  handle(): Server<T> {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the getters below have a `this` of their own
    const server = this;
    return {
      index: this.index,
      name: this.name,
      get isUp() {
        return server.isUp;
      },
      get instance() {
        return server.instance;
      },
      call: work => this.call(work),
      alone: (work, limitMs) => this.alone(work, limitMs),
      crash: when => this.crash(when),
      restart: () => this.restart(),
      apply: (fault, when) => this.engine.faults.apply(fault, when),
      heal: () => this.heal(),
    };
  }

  /** Ends faults of its network; a crash is not one. */
  heal(): void {
    this.engine.faults.heal();
    if (!this.life) this.healCrash = this.engine.faults.apply(faults.crash());
  }

  private stop(): void {
    if (!this.life) return;
    this.life.incarnation.end();
    this.life = undefined;
    this.crashedAt = this.powers.clock.elapsed();
    this.healCrash = this.engine.faults.apply(faults.crash());
    this.neighbours.breakCallsTo(this.index);
  }
}
