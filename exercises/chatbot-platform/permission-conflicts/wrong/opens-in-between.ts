import { AccessDeniedError } from './errors';
import { KnownRoles } from './knownRoles';
import { Requests } from './requests';
import { resolve } from './resolve';
import type {
  Change,
  CreateGatekeeper,
  Decision,
  Gatekeeper,
  GatekeeperOptions,
  Role,
  Session,
} from './types';

export const createGatekeeper: CreateGatekeeper = options => new NoticingGatekeeper(options);

interface OpenSession {
  readonly decide: (roles: readonly Role[] | null) => Decision;
  readonly onEnd: (decision: Decision) => void;
}

/** A user who has asked something, or has sessions open. */
interface Person {
  readonly known: KnownRoles;
  readonly sessions: Set<OpenSession>;
  timer?: TimerHandle;
}

/**
 * Roles are kept for each user, with the moment of their request. A notice makes those that it concerns suspect: the next
 * question asks again, and open sessions are looked at again at once. Since notices get lost, each user with sessions is
 * read again at half of the permitted age anyway, and has the other half for failures.
 *
 * A notice costs O(users known); a reading O(sessions of that user).
 */
class NoticingGatekeeper implements Gatekeeper {
  readonly #options: GatekeeperOptions;
  readonly #requests: Requests;
  readonly #people = new Map<string, Person>();
  readonly #unsubscribe: () => void;
  #isStopped = false;

  constructor(options: GatekeeperOptions) {
    this.#options = options;
    this.#requests = new Requests(options.maxConcurrent, options.timeoutMs);
    this.#unsubscribe = options.directory.onChange(change => this.#notice(change));
  }

  async check(user: string, resource: string, action: string): Promise<Decision> {
    const decide = this.#question(resource, action);
    try {
      return decide(await this.#person(user).known.roles());
    } catch {
      return decide(null);
    }
  }

  async open(
    user: string,
    resource: string,
    action: string,
    onEnd: (decision: Decision) => void,
  ): Promise<Session> {
    const person = this.#person(user);
    const decide = this.#question(resource, action);
    const { known } = person;
    const decision = await this.check(user, resource, action);
    // Roles that are nearly too old would leave no time for the first look at the session.
    if (decision.allowed && known.age >= this.#options.maxStaleMs / 2)
      await known.reload().catch(() => undefined);

    if (!decision.allowed) throw new AccessDeniedError(decision);
    const session = { decide, onEnd };
    person.sessions.add(session);
    const { maxStaleMs } = this.#options;
    clearTimeout(person.timer);
    person.timer = setTimeout(() => this.#watch(person), maxStaleMs / 2);
    return {
      get isOpen() {
        return person.sessions.has(session);
      },
      close: () => {
        if (person.sessions.delete(session) && person.sessions.size === 0) clearTimeout(person.timer);
      },
    };
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const person of this.#people.values()) {
      person.sessions.clear();
      clearTimeout(person.timer);
    }
  }

  #person(user: string): Person {
    const known = this.#people.get(user);
    if (known) return known;
    const { directory, maxStaleMs } = this.#options;
    const ask = (sent: () => void): Promise<readonly Role[]> =>
      this.#requests.run(async () => {
        if (this.#isStopped) throw new Error('stopped'); // while it waited for its place
        sent();
        const roles = await directory.rolesOf(user);
        resolve(roles, '*', '*', 'deny-overrides'); // throws at what makes no sense
        return roles;
      });
    const onNews = (): void => {
      this.#end(person, person.known.newest);
      this.#watch(person);
    };
    const person: Person = { known: new KnownRoles(ask, maxStaleMs, onNews), sessions: new Set() };
    this.#people.set(user, person);
    return person;
  }

  #question(resource: string, action: string): OpenSession['decide'] {
    const strategy = this.#options.strategyFor(resource);
    return roles =>
      roles && !this.#isStopped
        ? resolve(roles, resource, action, strategy)
        : { allowed: false, reason: 'unavailable', strategy, votes: [], decidedBy: [] };
  }

  #notice(change: Change): void {
    for (const [user, person] of this.#people) {
      if (!person.known.isConcernedBy(change, user)) continue;
      person.known.distrust();
      this.#watch(person);
    }
  }

  /** Does what is due for somebody with open sessions, and comes back when the next thing is. */
  #watch(person: Person): void {
    clearTimeout(person.timer);
    if (person.sessions.size === 0) return;
    const { maxStaleMs, timeoutMs } = this.#options;
    const { known } = person;
    const { age } = known;
    if (age >= maxStaleMs) return this.#end(person, null);
    const isDue = !known.isFresh || age >= maxStaleMs / 2;
    if (isDue) known.reload().catch(() => undefined); // the timer tries again
    const next = isDue ? Math.min(maxStaleMs - age, timeoutMs) : maxStaleMs / 2 - age;
    person.timer = setTimeout(() => this.#watch(person), Math.ceil(next));
  }

  /** Ends the sessions that these roles do not permit; all of them if nobody knows the roles. */
  #end(person: Person, roles: readonly Role[] | null): void {
    for (const session of [...person.sessions]) {
      const decision = session.decide(roles);
      if (decision.allowed) continue;
      person.sessions.delete(session);
      try {
        session.onEnd(decision);
      } catch {
        // Whoever is told has to cope with it; the next session has to be told, too.
      }
    }
  }
}
