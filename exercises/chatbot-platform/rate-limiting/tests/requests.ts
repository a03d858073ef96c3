import assert from 'node:assert/strict';
import { clock, random, trace } from '#testkit';
import type { Limiter, LimiterOptions } from '#attempt/types';

/** A limiter under one of its names in messages: "the fixed window". */
export interface Kind {
  readonly name: string;
  readonly create: (options: LimiterOptions) => Limiter;
}

export interface Answer {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly retryAfterMs: number;
}

/** 10:59:00 on the wall clock, where every story of a boundary begins. */
export const tenFiftyNine = Date.UTC(2026, 2, 2, 10, 59);

/** Asks once. What the numbers in the answer are worth is for the checks that cite their requirement. */
export function ask(limiter: Limiter, key = 'user-7'): Answer {
  const decision: unknown = limiter.check(key);
  assert.ok(
    typeof decision === 'object' &&
      decision !== null &&
      'allowed' in decision &&
      typeof decision.allowed === 'boolean',
    'check() has to return a decision with `allowed` true or false, and not a promise of one.',
  );
  const { allowed, remaining, retryAfterMs } = decision as Answer;
  return { allowed, remaining, retryAfterMs };
}

/** Asks once and draws it: a mark for the request, and how many were admitted in the last window. */
export class Picture {
  /** When requests were admitted, in the last window. */
  private readonly recent: number[] = [];

  constructor(
    private readonly limiter: Limiter,
    private readonly windowMs: number,
    limit: number,
  ) {
    trace.limit(this.series, limit);
  }

  ask(key?: string): Answer {
    const answer = ask(this.limiter, key);
    this.note(answer.allowed);
    return answer;
  }

  /** Asks `times` times at this moment. Gives how many were admitted. */
  burst(times: number, key?: string): number {
    let admitted = 0;
    for (let i = 0; i < times; i++) if (this.ask(key).allowed) admitted++;
    return admitted;
  }

  private note(allowed: boolean): void {
    const now = clock.elapsed();
    trace.mark('requests', allowed ? 'admitted' : 'refused', allowed ? 'good' : 'bad');
    const { recent } = this;
    if (allowed) recent.push(now);
    while (recent.length > 0 && recent[0]! <= now - this.windowMs) recent.shift();
    trace.point(this.series, recent.length);
  }

  private get series(): string {
    return `admitted in the last ${this.windowMs / 1000} s`;
  }
}

/** Asks once a second until refused. Gives the refusal. */
export function askUntilRefused(limiter: Limiter, key: string, everyMs: number, atMost = 400): Answer {
  for (let i = 0; i < atMost; i++) {
    const answer = ask(limiter, key);
    if (!answer.allowed) return answer;
    clock.tick(everyMs);
  }
  return assert.fail(`${atMost} requests of one user, one every ${everyMs} ms, were all admitted.`);
}

/** The largest number of moments (in order) in any span of `windowMs`, of which the end is not part. */
export function mostWithin(moments: readonly number[], windowMs: number): number {
  let first = 0;
  let most = 0;
  moments.forEach((moment, last) => {
    while (moments[first]! <= moment - windowMs) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

/** Gaps of a user whose traffic swells and falls silent: bursts in one millisecond, steady streams, pauses. */
export function* restlessGaps(windowMs: number, limit: number): Generator<number> {
  for (;;) {
    const requests = random.int(1, Math.ceil(limit * 1.5));
    const gap = random.pick([0, 0, 1, windowMs / (4 * limit), windowMs / limit, (3 * windowMs) / limit]);
    for (let i = 0; i < requests; i++) yield gap === 0 ? 0 : Math.ceil(random.exponential(gap));
    yield random.chance(0.2) ? random.int(windowMs, 3 * windowMs) : random.int(1, windowMs);
  }
}

/** `10:59:59.500`, as the wall clock shows it. */
export const wallTime = (): string => new Date(clock.now()).toISOString().slice(11, 23);

/** `59.5 s`, counted from the beginning of the check. */
export const atSecond = (ms: number = clock.elapsed()): string => `second ${Math.round(ms) / 1000}`;
