/** A rollout between two models whose answers the suite decides, and the words for how it stands. */
import { createRollout } from '#attempt/rollout.ts';
import type {
  Answer,
  Change,
  Drift,
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

export class Trial {
  readonly v1 = new Scripted();
  readonly v2 = new Scripted();
  readonly drifts: Drift[] = [];
  readonly changes: Change[] = [];
  readonly settings: Settings;
  readonly rollout: Rollout;
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
   * One query at a time, until this many (default 20) of each arm have been answered or the rollout ended.
   * Gives how many there were.
   */
  async feed(
    least: Partial<Record<Version, number>> = {},
    change: Partial<Query> = {},
  ): Promise<Record<Version, number>> {
    const seen = { v1: 0, v2: 0 };
    const { v1 = 20, v2 = 20 } = least;
    for (let i = 0; i < 2_000 && (seen.v1 < v1 || seen.v2 < v2); i++) {
      const before = this.v2.calls.length;
      await this.try(change);
      seen[this.v2.calls.length > before ? 'v2' : 'v1'] += 1;
      if (this.stage === 'rolled-back') break;
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

/** Every n-th call of v1 for its own arm fails; stepping in for v2 always works. */
export function ownEveryNth({ v2 }: Trial, n: number, fails: Error): (query: Query) => Behaviour {
  const own = everyNth(n, fails);
  return query => (v2.calls.at(-1)?.query.id === query.id ? {} : own());
}
