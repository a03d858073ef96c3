import { AccessDeniedError } from './errors';
import { resolve } from './resolve';
import type { Change, CreateGatekeeper, Decision, Role, Session } from './types';

/**
 * Nothing is ever thrown away: notices are numbered, and an answer counts if it was asked for after the last notice about its
 * user and about each of its roles. One timer goes round all sessions, eight times in `maxStaleMs`.
 */
interface Answer {
  readonly roles: readonly Role[];
  readonly at: number;
  readonly number: number;
}

interface Open {
  readonly user: string;
  readonly decide: (answer: Answer | undefined) => Decision;
  readonly onEnd: (decision: Decision) => void;
}

export const createGatekeeper: CreateGatekeeper = options => {
  const { directory, strategyFor, maxStaleMs, timeoutMs, maxConcurrent } = options;
  const answers = new Map<string, Answer>();
  const loads = new Map<string, { readonly promise: Promise<Answer>; readonly number: number }>();
  const lastNotice = { user: new Map<string, number>(), role: new Map<string, number>() };
  const sessions = new Set<Open>();
  const queue: (() => void)[] = [];
  let free = maxConcurrent;
  let notices = 0;
  let isStopped = false;
  let round: TimerHandle | undefined;

  const age = (answer: Answer): number => performance.now() - answer.at;
  const isGood = (user: string, answer: Answer): boolean => {
    const about = answer.roles.map(({ name }) => lastNotice.role.get(name) ?? 0);
    return answer.number >= Math.max(lastNotice.user.get(user) ?? 0, ...about);
  };

  const place = (): Promise<void> =>
    new Promise(resolvePlace => {
      if (free > 0) {
        free--;
        resolvePlace();
      } else queue.push(resolvePlace);
    });
  const giveBack = (): void => {
    const next = queue.shift();
    if (next) next();
    else free++;
  };

  async function request(user: string): Promise<Answer> {
    await place();
    const [at, number] = [performance.now(), notices];
    try {
      if (isStopped) throw new Error('stopped');
      const roles = await new Promise<readonly Role[]>((fulfil, reject) => {
        const timer = setTimeout(() => reject(new Error('too late')), timeoutMs);
        directory
          .rolesOf(user)
          .then(fulfil, reject)
          .finally(() => clearTimeout(timer));
      });
      resolve(roles, user, user, 'most-permissive'); // throws at nonsense
      const answer = { roles, at, number };
      if (at > (answers.get(user)?.at ?? -1)) {
        answers.set(user, answer);
        examine(user);
      }
      return answer;
    } finally {
      giveBack();
    }
  }

  function load(user: string): Promise<Answer> {
    const known = loads.get(user);
    // Nobody knows yet what the one under way will bring, so any notice since may be about it.
    if (known?.number === notices) return known.promise;
    const entry = { promise: request(user), number: notices };
    loads.set(user, entry);
    const done = (): void => {
      if (loads.get(user) === entry) loads.delete(user);
    };
    entry.promise.then(done, done);
    return entry.promise;
  }

  async function answerFor(user: string): Promise<Answer> {
    const known = answers.get(user);
    return known && isGood(user, known) && age(known) < maxStaleMs ? known : load(user);
  }

  const question = (resource: string, action: string): Open['decide'] => {
    const strategy = strategyFor(resource);
    return answer =>
      answer && !isStopped
        ? resolve(answer.roles, resource, action, strategy)
        : { allowed: false, reason: 'unavailable', strategy, votes: [], decidedBy: [] };
  };

  function examine(user: string): void {
    const answer = answers.get(user);
    for (const session of [...sessions].filter(it => it.user === user)) {
      const decision = session.decide(answer && age(answer) < maxStaleMs ? answer : undefined);
      if (decision.allowed) continue;
      sessions.delete(session);
      try {
        session.onEnd(decision);
      } catch (error) {
        console.error('onEnd failed', error);
      }
    }
    if (sessions.size === 0) clearTimeout(round);
  }

  function goRound(): void {
    clearTimeout(round);
    for (const user of new Set([...sessions].map(it => it.user))) {
      examine(user);
      const answer = answers.get(user);
      if (answer && isGood(user, answer) && age(answer) < maxStaleMs / 2) continue;
      if (!loads.has(user)) load(user).catch(() => undefined);
    }
    const ends = [...sessions].map(({ user }) => maxStaleMs - age(answers.get(user)!));
    if (sessions.size > 0)
      round = setTimeout(goRound, Math.max(1, Math.ceil(Math.min(maxStaleMs / 8, ...ends))));
  }

  const unsubscribe = directory.onChange((change: Change) => {
    notices++;
    const last = change.kind === 'user' ? lastNotice.user : lastNotice.role;
    last.set(change.kind === 'user' ? change.user : change.role, notices);
    for (const user of new Set([...sessions].map(it => it.user))) {
      const answer = answers.get(user);
      if (answer && !isGood(user, answer)) load(user).catch(() => undefined);
    }
  });

  async function check(user: string, resource: string, action: string): Promise<Decision> {
    const decide = question(resource, action);
    try {
      return decide(await answerFor(user));
    } catch {
      return decide(undefined);
    }
  }

  return {
    check,
    async open(user, resource, action, onEnd): Promise<Session> {
      const decide = question(resource, action);
      const asked = await answerFor(user).catch(() => undefined);
      // So that there is time for the first round
      if (asked && age(asked) >= maxStaleMs / 2) await load(user).catch(() => undefined);
      const newest = answers.get(user);
      const decision = decide(asked && newest && age(newest) < maxStaleMs ? newest : undefined);
      if (!decision.allowed) throw new AccessDeniedError(decision);
      const session: Open = { user, decide, onEnd };
      sessions.add(session);
      goRound();
      return {
        get isOpen() {
          return sessions.has(session);
        },
        close() {
          sessions.delete(session);
          if (sessions.size === 0) clearTimeout(round);
        },
      };
    },
    stop() {
      isStopped = true;
      unsubscribe();
      sessions.clear();
      clearTimeout(round);
    },
  };
};
