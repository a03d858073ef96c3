import { placeOf } from './bucket';
import { askCandidate } from './candidate';
import { brokenGuardrail, SampleWindow, type Sample } from './comparison';
import type { Answer, Query, Reason, Rollout, RolloutOptions, Stage, Status, Version } from './types';

/**
 * One server's view of the rollout. Which version a user has needs no state and no other server; the numbers are those of
 * this server's own traffic.
 *
 * `handle` costs O(w log w) when a canary request ends, w being the requests in the window; sums by time slice would make
 * the error rate O(1), and a histogram the percentile, at the price of exactness. Memory: the window. Timers: one for each call
 * of v2 under way.
 */
class Lead implements Rollout {
  #stage: Stage = 'shadow';
  /** Which of the steps; means something in `canary` only. */
  #step = 0;
  #since = performance.now();
  /** Counts the changes of stage and share: a request belongs to the period in which it began. */
  #period = 0;
  #compared = 0;
  #agreed = 0;
  #shadowCalls = 0;
  /** Of v2's arm, in this step. */
  #counted = 0;
  readonly #heldBack = new Set<string>();
  /** How often each segment was held back: what began before that does not count after a release. */
  readonly #holds = new Map<string, number>();
  readonly #window: SampleWindow;

  constructor(private readonly options: RolloutOptions) {
    this.#window = new SampleWindow(options.guardrails.windowMs);
  }

  handle(query: Query): Promise<Answer> {
    this.#catchUp();
    switch (this.#stage) {
      case 'shadow':
        return this.#inShadow(query);
      case 'canary':
        return this.#inCanary(query);
      case 'done':
        return this.#hasV2(query) ? this.#byV2(query) : this.#byV1(query);
      case 'rolled-back':
        return this.#byV1(query);
    }
  }

  status(): Status {
    this.#catchUp();
    return {
      stage: this.#stage,
      share: this.#share,
      heldBack: this.#heldBackNames,
      compared: this.#compared,
      agreed: this.#agreed,
    };
  }

  rollback(): void {
    if (this.#stage !== 'rolled-back') this.#enter('rolled-back', 'manual');
  }

  holdBack(segment: string): void {
    if (!this.#heldBack.has(segment)) this.#hold(segment, 'manual');
  }

  release(segment: string): void {
    if (this.#heldBack.delete(segment)) this.#tell('manual');
  }

  get #share(): number {
    if (this.#stage === 'done') return 1;
    return this.#stage === 'canary' ? (this.options.steps[this.#step]?.share ?? 1) : 0;
  }

  get #heldBackNames(): string[] {
    return [...this.#heldBack].sort();
  }

  #hasV2({ userId, segment }: Query): boolean {
    return !this.#heldBack.has(segment) && placeOf(this.options.salt, userId) < this.#share;
  }

  async #byV1(query: Query): Promise<Answer> {
    const label = await this.options.v1(query, neverAborted);
    return { label, servedBy: 'v1', assigned: 'v1' };
  }

  async #byV2(query: Query, counts?: (isError: boolean, ms: number) => void): Promise<Answer> {
    const result = await askCandidate(this.options.v2, query, this.options.timeoutMs);
    // The user gets an answer in both cases, and it is a failure of v2 all the same.
    if (result.ok) {
      counts?.(false, result.ms);
      return { label: result.label, servedBy: 'v2', assigned: 'v2' };
    }
    const answer = await this.#byV1(query);
    counts?.(false, result.ms); // the user got an answer
    return { ...answer, assigned: 'v2' };
  }

  async #inShadow(query: Query): Promise<Answer> {
    const { v2, timeoutMs, shadow } = this.options;
    const stillCounts = this.#ticket(query);
    if (this.#shadowCalls >= shadow.maxInFlight || this.#heldBack.has(query.segment))
      return this.#byV1(query);
    this.#shadowCalls += 1;
    const candidate = askCandidate(v2, query, timeoutMs).finally(() => (this.#shadowCalls -= 1));
    const answer = await this.#byV1(query);
    // Nobody waits for this.
    void candidate.then(result => {
      if (stillCounts()) this.#compare(query, answer.label, result.ok ? result.label : undefined);
    });
    return answer;
  }

  #compare({ id, segment }: Query, v1: string, v2: string | undefined): void {
    this.#compared += 1;
    if (v1 === v2) this.#agreed += 1;
    else quietly(() => this.options.onDrift({ queryId: id, segment, v1, v2 }));
  }

  async #inCanary(query: Query): Promise<Answer> {
    const startedAt = performance.now();
    const { segment } = query;
    const isHeld = this.#heldBack.has(segment);
    const stillCounts = this.#ticket(query);
    const counts = (version: Version, isError: boolean, ms: number): void => {
      if (!isHeld && stillCounts())
        this.#count({ version, segment, isError, ms, endedAt: performance.now() });
    };
    if (this.#hasV2(query)) return this.#byV2(query, (isError, ms) => counts('v2', isError, ms));
    try {
      const answer = await this.#byV1(query);
      counts('v1', false, performance.now() - startedAt);
      return answer;
    } catch (error) {
      counts('v1', true, performance.now() - startedAt);
      throw error;
    }
  }

  /** Whether what begins now counts when it ends: in the same stage and step, and its segment not held back in between. */
  #ticket({ segment }: Query): () => boolean {
    const [period, hold] = [this.#period, this.#holds.get(segment)];
    return () => period === this.#period && hold === this.#holds.get(segment);
  }

  #count(sample: Sample): void {
    const { segments, guardrails } = this.options;
    const { segment } = sample;
    this.#window.add(sample);
    if (sample.version === 'v2') this.#counted += 1;
    const recent = this.#window.recent(sample.endedAt);
    // The segment first: what it alone broke is no reason to take v2 from the others.
    if (segments.includes(segment)) {
      const broken = brokenGuardrail(
        recent.filter(one => one.segment === segment),
        guardrails,
      );
      if (broken) this.#hold(segment, broken);
    }
    const broken = brokenGuardrail(this.#window.recent(sample.endedAt), guardrails);
    if (broken) this.#enter('rolled-back', broken);
  }

  #hold(segment: string, reason: Reason): void {
    this.#heldBack.add(segment);
    this.#holds.set(segment, (this.#holds.get(segment) ?? 0) + 1);
    this.#window.forget(segment);
    this.#tell(reason);
  }

  /** Goes on to what is due. Whoever looks or asks brings it up to date, so no timer has to. */
  #catchUp(): void {
    const lasted = performance.now() - this.#since;
    const { shadow, steps } = this.options;
    if (this.#stage === 'shadow') {
      if (lasted < shadow.forMs || this.#compared < shadow.minimum) return;
      if (this.#agreed / this.#compared >= shadow.agreement) this.#enter('canary', 'advanced');
      else this.#enter('rolled-back', 'agreement');
    } else if (this.#stage === 'canary') {
      const step = steps[this.#step];
      if (!step || lasted < step.forMs || this.#counted < step.minimum) return;
      this.#step += 1;
      this.#enter(this.#step < steps.length ? 'canary' : 'done', 'advanced');
    }
  }

  #enter(stage: Stage, reason: Reason): void {
    this.#stage = stage;
    this.#since = performance.now();
    this.#period += 1;
    this.#counted = 0;
    this.#window.clear();
    this.#tell(reason);
  }

  #tell(reason: Reason): void {
    const change = {
      stage: this.#stage,
      share: this.#share,
      heldBack: this.#heldBackNames,
      reason,
      at: performance.now(),
    };
    quietly(() => this.options.onChange(change));
  }
}

const neverAborted = new AbortController().signal;

function quietly(tell: () => void): void {
  try {
    tell();
  } catch {
    // A listener's mistake is not the user's.
  }
}

export function createRollout(options: RolloutOptions): Rollout {
  return new Lead(options);
}
