import type { Fault, Faulty, Servers, ServerStart, ServersOptions, When } from '../../../media/types/testkit';
import { numberIn } from './arguments';
import { createBalancer, type Balancer } from './balancer';
import { FaultPlan } from './faultPlan';
import { networkError } from './faults';
import type { KitPowers } from './kitPowers';
import { LinkEngine } from './link';
import { SimulatedServer, type Neighbours } from './server';
import type { SuiteClock } from './suiteClock';

type PeerLink = LinkEngine<[method: string, args: readonly unknown[]], unknown>;

/** Several servers, the balancer in front of them, and the network between them. */
class Fleet<T> implements Neighbours {
  readonly servers: readonly SimulatedServer<T>[];
  private readonly balance: Balancer;
  private readonly peerLinks = new Map</* from, to */ string, PeerLink>();
  private readonly splits: FaultPlan;
  private readonly groupsOf = new WeakMap<Fault, ReadonlyMap</* server */ number, number>>();

  constructor(
    readonly count: number,
    private readonly powers: KitPowers,
    clock: SuiteClock,
    private readonly options: ServersOptions,
    start: (server: ServerStart) => T,
  ) {
    numberIn('servers: count', count, { min: 1, max: 100, whole: true });
    numberIn('servers: noticesAfterMs', options.noticesAfterMs ?? 0);
    this.balance = createBalancer(options.balancer ?? 'round-robin', powers.draw);
    this.splits = new FaultPlan(powers, `network between ${options.name ?? 'server'}s`);
    this.servers = Array.from(
      { length: count },
      (_, index) => new SimulatedServer(index, powers, clock, options, start, this),
    );
    for (const server of this.servers) server.restart();
  }

  at(index: number): SimulatedServer<T> {
    const server = this.servers[index];
    if (server) return server;
    throw new RangeError(
      `There is no server ${String(index)}: they are numbered from 0 to ${this.count - 1}.`,
    );
  }

  async call<R>(key: string, work: (instance: T) => R | PromiseLike<R>): Promise<R> {
    const { clock } = this.powers;
    const noticesAfterMs = this.options.noticesAfterMs ?? 0;
    const candidates = this.servers.map(server => ({
      index: server.index,
      server,
      seemsUp: server.isUp || clock.elapsed() - server.crashedAt < noticesAfterMs,
      underWay: server.engine.counts().waiting,
    }));
    const chosen = this.balance(candidates, key);
    if (!chosen) throw networkError('EUNAVAILABLE', 'no server is up');
    return chosen.server.call(work);
  }

  callPeer(from: number, to: number, method: string, args: readonly unknown[]): Promise<unknown> {
    return this.linkBetween(from, to).call(method, args);
  }

  breakCallsTo(index: number): void {
    for (const [pair, engine] of this.peerLinks) if (pair.endsWith(` ${index}`)) engine.breakCalls();
  }

  isIdle(): boolean {
    return this.servers.every(({ engine }) => engine.counts().waiting === 0);
  }

  partition(groups: readonly (readonly number[])[], when?: When): void {
    const groupOf = new Map(groups.flatMap((group, n) => group.map(index => [this.at(index).index, n])));
    const names = groups.map(group => `{${group.map(index => index + 1).join(', ')}}`);
    const split: Fault = { name: `split ${names.join(' | ')}`, affect: passage => passage };
    this.groupsOf.set(split, groupOf);
    this.splits.apply(split, when);
  }

  linkBetween(from: number, to: number): PeerLink {
    const pair = `${this.at(from).index} ${this.at(to).index}`;
    const known = this.peerLinks.get(pair);
    if (known) return known;
    const { peerLatencyMs } = this.options;
    const engine: PeerLink = new LinkEngine(
      this.powers,
      (method, args) => {
        const server = this.at(to);
        if (!server.isUp) throw networkError('ECONNREFUSED', 'nobody answers at the other end');
        return server.answerPeer(method, args);
      },
      {
        ...(peerLatencyMs !== undefined && { latencyMs: peerLatencyMs }),
        isCut: () => this.isSplit(from, to),
      },
    );
    this.peerLinks.set(pair, engine);
    return engine;
  }

  heal(): void {
    this.splits.heal();
    for (const engine of this.peerLinks.values()) engine.faults.heal();
    for (const server of this.servers) server.heal();
  }

  private isSplit(from: number, to: number): boolean {
    if (from === to) return false;
    return this.splits.faults.some(split => {
      const groupOf = this.groupsOf.get(split);
      const group = groupOf?.get(from);
      return group === undefined || group !== groupOf?.get(to);
    });
  }
}

export function createServers<T>(
  powers: KitPowers,
  clock: SuiteClock,
  count: number,
  start: (server: ServerStart) => T,
  options: ServersOptions = {},
): Servers<T> {
  const fleet = new Fleet(count, powers, clock, options, start);
  const all = fleet.servers.map(server => powers.harden(server.handle()));
  return powers.harden({
    all,
    server: index => all[fleet.at(index).index]!,
    call: (key, work) => fleet.call(key, work),
    partition: (groups, when) => fleet.partition(groups, when),
    between: (from, to): Faulty => {
      const { faults } = fleet.linkBetween(from, to);
      return { apply: (fault, when) => faults.apply(fault, when), heal: () => faults.heal() };
    },
    heal: () => fleet.heal(),
  });
}
