/** A directory with its notices, a gatekeeper of the learner's before it, and a record of what was true when. */
import assert from 'node:assert/strict';
import { AccessDeniedError } from '#attempt/errors.ts';
import { createGatekeeper } from '#attempt/gatekeeper.ts';
import type {
  Change,
  Decision,
  Effect,
  Gatekeeper,
  Role,
  Session,
  Setting,
  Strategy,
} from '#attempt/types.ts';
import { clock, harden, latency, link, spy, trace, type Latency, type Link } from '#testkit';
import { decide, parseDecision } from './votes.ts';

export const second = 1_000;

export interface OfficeOptions {
  readonly maxStaleMs?: number;
  readonly timeoutMs?: number;
  readonly maxConcurrent?: number;
  readonly strategy?: Strategy;
  readonly latencyMs?: number | Latency;
}

/** A request to the directory. */
interface Reading {
  readonly user: string;
  readonly at: number;
}

interface Watched {
  readonly user: string;
  readonly session: Session;
  readonly ends: Decision[];
  /** When it was called with that. */
  readonly endedAt: number[];
}

/** `allow('sales', 'read', 'write')` */
export const allow = (resource: string, ...actions: string[]): Setting[] =>
  settings('allow', resource, actions);
export const deny = (resource: string, ...actions: string[]): Setting[] =>
  settings('deny', resource, actions);
const settings = (effect: Effect, resource: string, actions: string[]): Setting[] =>
  actions.map(action => ({ resource, action, effect }));

export class Office {
  readonly options;
  readonly gatekeeper: Gatekeeper;
  readonly network: Link<[user: string], readonly Role[]>;
  readonly readings: Reading[] = [];
  /** When requests were answered. */
  readonly answered: number[] = [];
  /** The moment with most requests under way. */
  peak = { requests: 0, at: 0, user: '' };
  #underWay = 0;
  readonly #roles = new Map<string, Role>();
  readonly #users = new Map<string, Set<string>>();
  /** What each user's roles were, from when on. */
  readonly #history = new Map<string, { readonly from: number; readonly roles: readonly Role[] }[]>();
  readonly #listeners = new Set<(change: Change) => void>();

  constructor({
    maxStaleMs = 10 * second,
    timeoutMs = 200,
    maxConcurrent = 20,
    strategy = 'deny-overrides',
    latencyMs = latency.uniform(5, 15),
  }: OfficeOptions = {}) {
    this.options = { maxStaleMs, timeoutMs, maxConcurrent, strategy };
    this.network = link((user: string) => this.rolesOf(user), { name: 'directory', latencyMs });
    const rolesOf = spy((user: string): Promise<readonly Role[]> => {
      this.readings.push({ user, at: clock.elapsed() });
      const requests = ++this.#underWay;
      if (requests > this.peak.requests) this.peak = { requests, at: clock.elapsed(), user };
      trace.point('requests under way', requests);
      // Whoever hears of the answer may send the next request at once: it is over by then.
      return this.network.call(user).finally(() => this.#end());
    });
    const onChange = spy((listener: (change: Change) => void): (() => void) => {
      this.#listeners.add(listener);
      return spy(() => {
        this.#listeners.delete(listener);
      }).fn;
    });
    this.gatekeeper = createGatekeeper(
      harden({
        directory: { rolesOf: rolesOf.fn, onChange: onChange.fn },
        strategyFor: () => strategy,
        maxStaleMs,
        timeoutMs,
        maxConcurrent,
      }),
    );
  }

  #end(): void {
    this.answered.push(clock.elapsed());
    trace.point('requests under way', --this.#underWay);
  }

  /** Fulfils as soon as no request is under way. */
  async answeredAll(): Promise<void> {
    while (this.#underWay > 0) await clock.advance(1);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  rolesOf(user: string): Role[] {
    return [...(this.#users.get(user) ?? [])].map(name => structuredClone(this.#roles.get(name)!));
  }

  /** Creates a role, or gives it other settings. Tells nobody. */
  define(name: string, said: readonly Setting[], priority?: number): void {
    this.#roles.set(name, { name, settings: said, ...(priority !== undefined && { priority }) });
    trace.mark('directory', `${name} is changed`, 'neutral');
    this.#remember([...this.#users.keys()].filter(user => this.#users.get(user)?.has(name)));
  }

  give(user: string, ...roles: string[]): void {
    this.#users.set(user, new Set([...(this.#users.get(user) ?? []), ...roles]));
    trace.mark('directory', `${user} gets ${roles.join(', ')}`, 'neutral');
    this.#remember([user]);
  }

  take(user: string, role: string): void {
    this.#users.get(user)?.delete(role);
    trace.mark('directory', `${user} loses ${role}`, 'neutral');
    this.#remember([user]);
  }

  #remember(users: readonly string[]): void {
    for (const user of users) {
      const past = this.#history.get(user) ?? [];
      this.#history.set(user, [...past, { from: clock.elapsed(), roles: this.rolesOf(user) }]);
    }
  }

  /** A notice arrives at this server, now. */
  notify(change: Change): void {
    trace.mark('notices', change.kind === 'user' ? change.user : change.role, 'neutral');
    for (const listener of [...this.#listeners]) listener(harden({ ...change }));
  }

  notifyUser = (user: string): void => this.notify({ kind: 'user', user });
  notifyRole = (role: string): void => this.notify({ kind: 'role', role });

  async ask(user: string, resource: string, action: string): Promise<Decision> {
    const decision = parseDecision(
      await clock.until(
        this.gatekeeper.check(user, resource, action).catch((error: unknown) => {
          assert.fail(`check() should never reject, but it did with ${String(error)}`);
        }),
      ),
    );
    trace.mark(
      user,
      decision.allowed ? `${action}: yes` : `${action}: ${decision.reason}`,
      decision.allowed ? 'good' : 'bad',
    );
    return decision;
  }

  /** Begins to open a session; what ends it is written down. */
  async opening(user: string, resource: string, action: string): Promise<Watched> {
    const ends: Decision[] = [];
    const endedAt: number[] = [];
    const onEnd = spy((decision: Decision): void => {
      ends.push(parseDecision(decision));
      endedAt.push(clock.elapsed());
      trace.state(user, 'closed');
      trace.mark(user, `closed: ${decision.reason}`, 'bad');
    });
    const session = await this.gatekeeper.open(user, resource, action, onEnd.fn);
    if (session.isOpen) trace.state(user, 'open');
    return { user, session, ends, endedAt };
  }

  open(user: string, resource: string, action: string): Promise<Watched> {
    return clock.until(this.opening(user, resource, action));
  }

  async refusedToOpen(user: string, resource: string, action: string): Promise<Decision> {
    try {
      await this.open(user, resource, action);
    } catch (error) {
      assert.ok(
        error instanceof AccessDeniedError,
        `open() should reject with AccessDeniedError, not ${String(error)}`,
      );
      return parseDecision(error.decision);
    }
    assert.fail(`${user} may not ${action} ${resource}, but a session was opened`);
  }

  /** Whether the answer was right at some moment between these two. */
  wasTrue(
    allowed: boolean,
    user: string,
    resource: string,
    action: string,
    from: number,
    until: number,
  ): boolean {
    const past = this.#history.get(user) ?? [];
    return [{ from: -1, roles: [] as readonly Role[] }, ...past].some((state, i) => {
      const ended = past[i]?.from ?? Infinity; // the next one's beginning
      const isThen = state.from <= until && ended >= from;
      return isThen && decide(state.roles, resource, action, this.options.strategy).allowed === allowed;
    });
  }

  /** Requests about this user, or all, since the moment. */
  asked(since: number, user?: string): number {
    return this.readings.filter(it => it.at >= since && (user === undefined || it.user === user)).length;
  }
}
