/** A rollout between two models whose answers the suite decides, and the words for how it stands. */
import { createRollout } from '#attempt/rollout.ts';
import type {
  Answer,
  Change,
  Drift,
  Guardrails,
  Query,
  Rollout,
  RolloutOptions,
  Stage,
  Version,
} from '#attempt/types.ts';
import assert from 'node:assert/strict';
import { clock, harden, random, trace } from '#testkit';

export const second = 1_000;
export const minute = 60 * second;

/** What a model does with a query. It takes 10 ms unless told otherwise. */
export interface Behaviour {
  readonly label?: string;
  readonly fails?: Error;
  readonly ms?: number;
  readonly hangs?: boolean;
}

export interface Call {
  readonly query: Query;
  readonly at: number;
  readonly signal: AbortSignal;
}

/** A model that does what `next` says, and remembers who asked. */
export class Scripted {
  readonly calls: Call[] = [];
  next: (query: Query) => Behaviour = () => ({});

  readonly model = harden(async (query: Query, signal: AbortSignal): Promise<string> => {
    this.calls.push({ query, signal, at: clock.elapsed() });
    const { label = 'billing', fails, ms = 10, hangs } = this.next(query);
    if (hangs) return new Promise(() => undefined);
    if (ms > 0) await clock.sleep(ms);
    if (fails !== undefined) throw fails;
    return label;
  });
}

type Settings = Omit<RolloutOptions, 'v1' | 'v2' | 'onDrift' | 'onChange'>;

const standard: Settings = {
  timeoutMs: 500,
  salt: 'v2-spring',
  shadow: { forMs: minute, minimum: 5, agreement: 0.8, maxInFlight: 50 },
  steps: [
    { share: 0.5, forMs: 60 * minute, minimum: 20 },
    { share: 0.75, forMs: 60 * minute, minimum: 20 },
  ],
  guardrails: { windowMs: 10 * minute, minimum: 20, errorPoints: 0.1, latencyRatio: 1.5 },
  segments: [],
};

/** For rollouts that are about something else: nothing that goes wrong ends them. */
export const noGuardrails: Guardrails = {
  windowMs: 1,
  minimum: Infinity,
  errorPoints: 1,
  latencyRatio: 100,
};

export class Trial {
  readonly v1 = new Scripted();
  readonly v2 = new Scripted();
  readonly drifts: Drift[] = [];
  readonly changes: Change[] = [];
  readonly settings: Settings;
  readonly rollout: Rollout;
  readonly #arms = new Map</* share */ number, Readonly<Record<Version, readonly string[]>>>();
  #count = 0;

  constructor(
    settings: Partial<Settings> = {},
    listeners: Partial<Pick<RolloutOptions, 'onDrift' | 'onChange'>> = {},
  ) {
    this.settings = { ...standard, ...settings };
    const { shadow, steps, guardrails, segments } = this.settings;
    this.rollout = createRollout(
      harden({
        ...this.settings,
        shadow: { ...shadow },
        steps: steps.map(step => ({ ...step })),
        guardrails: { ...guardrails },
        segments: [...segments],
        v1: this.v1.model,
        v2: this.v2.model,
        onDrift:
          listeners.onDrift ??
          ((drift: Drift) => {
            this.drifts.push({ ...drift });
            trace.mark('drift', drift.segment, 'bad');
          }),
        onChange:
          listeners.onChange ??
          ((change: Change) => {
            this.changes.push({ ...change, heldBack: [...change.heldBack] });
            trace.point('share', change.share);
            trace.state('stage', change.stage);
            trace.mark('changes', change.reason, change.reason === 'advanced' ? 'good' : 'bad');
          }),
      }),
    );
    assert.ok(
      typeof this.rollout === 'object' && this.rollout !== null,
      'createRollout() should return a rollout',
    );
  }

  query(change: Partial<Query> = {}): Query {
    this.#count += 1;
    return {
      id: `q${this.#count}`,
      userId: `user-${random.int(1, 100_000)}`,
      segment: 'en',
      text: 'Where is my order?',
      ...change,
    };
  }

  /** One query, and time until it is answered. */
  async ask(change: Partial<Query> = {}): Promise<Answer> {
    const answer = await clock.until(this.rollout.handle(harden(this.query(change))));
    await clock.settle();
    assert.ok(
      typeof answer === 'object' && answer !== null && typeof answer.label === 'string',
      'handle() should give an answer with a label',
    );
    trace.mark(
      `answered by ${answer.servedBy}`,
      answer.assigned === answer.servedBy ? 'as assigned' : 'instead',
    );
    return answer;
  }

  /** What a query rejects with. */
  async failure(change: Partial<Query> = {}): Promise<unknown> {
    try {
      await clock.until(this.rollout.handle(harden(this.query(change))));
    } catch (error) {
      return error;
    }
    assert.fail('handle() should have rejected');
  }

  /** Asks, and does not mind if v1 fails. */
  async try(change: Partial<Query> = {}): Promise<Answer | undefined> {
    try {
      return await this.ask(change);
    } catch {
      return undefined;
    }
  }

  get stage(): Stage {
    return this.rollout.status().stage;
  }

  /** Through the shadow stage, with versions that agree, into the first step. */
  async toCanary(): Promise<this> {
    const { minimum, forMs } = this.settings.shadow;
    for (let i = 0; i < minimum; i++) await this.ask();
    await clock.advance(forMs + this.settings.timeoutMs);
    assert.equal(
      this.stage,
      'canary',
      'After a shadow stage in which the versions agree, the stage should be',
    );
    return this;
  }

  /**
   * Some users of each arm at this share (default: the present one), so that no check has to wait for the right ones to come
   * by. A rollout of its own tells who they are: with the same salt and share it has to decide alike. It takes no time.
   */
  async users(
    share: number = this.rollout.status().share,
  ): Promise<Readonly<Record<Version, readonly string[]>>> {
    const known = this.#arms.get(share);
    if (known) return known;
    const { salt, steps } = this.settings;
    const before = steps.filter(step => step.share < share).map(step => ({ ...step, forMs: 0, minimum: 0 }));
    const scout = new Trial(
      {
        salt,
        shadow: { forMs: 0, minimum: 1, agreement: 0, maxInFlight: 1 },
        steps: [...before, { share, forMs: 60 * minute, minimum: Infinity }],
        guardrails: noGuardrails,
      },
      { onDrift: () => undefined, onChange: () => undefined },
    );
    scout.v1.next = scout.v2.next = () => ({ ms: 0 });
    const arms = { v1: [] as string[], v2: [] as string[] };
    await clock.until(scout.rollout.handle(harden(scout.query())));
    await clock.settle();
    before.forEach(() => scout.rollout.status()); // one step at a time
    for (let i = 0; i < 50 && Math.min(arms.v1.length, arms.v2.length) < 3; i++) {
      const asked = Array.from({ length: 16 }, async () => {
        const query = scout.query();
        const { assigned } = await scout.rollout.handle(harden(query));
        arms[assigned === 'v2' ? 'v2' : 'v1'].push(query.userId);
      });
      await clock.until(Promise.all(asked));
    }
    this.#arms.set(share, arms);
    return arms;
  }

  /**
   * One query at a time, in any order, until so many (default 20) of each arm have been answered, or the rollout or a segment
   * has come to its end. Gives how many there were.
   */
  async feed(
    { v1 = 20, v2 = 20 }: Partial<Record<Version, number>> = {},
    change: Partial<Query> = {},
  ): Promise<Record<Version, number>> {
    const seen = { v1: 0, v2: 0 };
    const { share, heldBack } = this.rollout.status();
    let users: Awaited<ReturnType<Trial['users']>> | undefined = await this.users(share);
    for (let i = 0; i < 2_000 && (seen.v1 < v1 || seen.v2 < v2); i++) {
      const before = this.v2.calls.length;
      const arm = seen.v2 >= v2 || (seen.v1 < v1 && random.chance(0.5)) ? 'v1' : 'v2';
      await this.try({ ...(users?.[arm].length && { userId: random.pick(users[arm]) }), ...change });
      const actual = this.v2.calls.length > before ? 'v2' : 'v1';
      seen[actual] += 1;
      if (actual !== arm) users = undefined; // another mistake than the one looked for: any user will do
      const status = this.rollout.status();
      if (status.stage === 'rolled-back' || status.heldBack.length > heldBack.length) break;
    }
    return seen;
  }

  expectStage(stage: Stage, share: number, when: string): void {
    const status = this.rollout.status();
    assert.deepEqual([status.stage, status.share], [stage, share], `${when} stage and share should be`);
  }

  expectReason(reason: string, when: string): void {
    assert.equal(this.changes.at(-1)?.reason, reason, `${when} the reason of the last change should be`);
  }
}

/** Every n-th call fails, and the others do what they are told. */
export function everyNth(n: number, fails: Error, otherwise: Behaviour = {}): () => Behaviour {
  let count = 0;
  return () => (++count % n === 0 ? { ...otherwise, fails } : otherwise);
}

/** So many of the first `of` calls do this, whichever. */
export function some(count: number, of: number, behaviour: Behaviour): () => Behaviour {
  const todo = random.shuffle(Array.from({ length: of }, (_, i) => (i < count ? behaviour : {})));
  return () => todo.shift() ?? {};
}

/** What v1 does for its own arm; stepping in for v2 always works. */
export function ofItsOwn({ v2 }: Trial, own: () => Behaviour): (query: Query) => Behaviour {
  return query => (v2.calls.at(-1)?.query.id === query.id ? {} : own());
}
