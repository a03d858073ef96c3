import assert from 'node:assert/strict';
import { redis } from '#services/redis';
import { clock, random, settled, trace } from '#testkit';
import { createSharedLimiter } from '#attempt/sharedLimiter';
import type { SharedLimiter, SharedLimiterOptions } from '#attempt/types';

/** One request and its answer. Somewhere between `asked` and `answered` Redis decided. */
export interface Reply {
  readonly server: number;
  /** Milliseconds since the check began. */
  readonly asked: number;
  readonly answered: number;
  readonly allowed: boolean;
  readonly remaining: number;
  readonly retryAfterMs: number;
  readonly degraded: boolean;
}

type Settings = Omit<SharedLimiterOptions, 'redis'>;

const defaults: Settings = {
  name: 'chat',
  limit: 100,
  windowMs: 60_000,
  timeoutMs: 10_000,
  whenRedisFails: 'closed',
};

/** As operators of a limiter set it up: what cannot be asked now is not asked later. */
export const impatient = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: () => 200,
};

/** How long a round trip takes on a day without trouble. */
export const usualLatency = (): void => redis.latency(() => random.int(2, 4));

/** Five servers and the Redis they share. */
export class Cluster {
  readonly servers: readonly SharedLimiter[];
  readonly settings: Settings;
  readonly replies: Reply[] = [];
  /** When requests were admitted, in the last window. */
  private readonly recent: number[] = [];

  constructor(settings: Partial<Settings> = {}) {
    this.settings = { ...defaults, ...settings };
    // It agrees with no server's clock, and never goes back.
    redis.skewClock(random.int(60_000, 7_200_000));
    redis.latency(null); // connected before the first request comes
    this.servers = Array.from({ length: 5 }, (_, i) =>
      createSharedLimiter({ ...this.settings, redis: redis.client(`server ${i + 1}`, impatient) }),
    );
    usualLatency();
    trace.limit(this.series, this.settings.limit);
  }

  /** Sends a request to a server; a load balancer picks it unless it is given. */
  async send(key = 'user-7', server = random.int(0, 4)): Promise<Reply> {
    const asked = clock.elapsed();
    const decision: unknown = await this.servers[server]!.check(key);
    const reply = { server, asked, answered: clock.elapsed(), ...parse(decision) };
    if (reply.degraded) complain();
    this.replies.push(reply);
    this.draw(reply);
    return reply;
  }

  /** Sends a request and lets time pass until it is answered. */
  ask(key?: string, server?: number): Promise<Reply> {
    return this.answerOf(this.send(key, server));
  }

  /** Lets time pass, a little at a time, until `promise` has settled. */
  async answerOf<T>(promise: Promise<T>): Promise<T> {
    const from = clock.elapsed();
    for (let state = await settled(promise); state.state === 'pending'; state = await settled(promise)) {
      const waited = clock.elapsed() - from;
      if (waited > 60_000) assert.fail(`There was still no decision after ${waited / 1000} s.`);
      await clock.advance(waited < 20 ? 1 : 10);
    }
    return promise;
  }

  /** `requests` requests of one user, one after the other. Gives those that were admitted. */
  async askInTurn(requests: number, key?: string, server?: number): Promise<number> {
    let admitted = 0;
    for (let i = 0; i < requests; i++) if ((await this.ask(key, server)).allowed) admitted++;
    return admitted;
  }

  private draw(reply: Reply): void {
    const label = `${reply.allowed ? 'admitted' : 'refused'}${reply.degraded ? ' without Redis' : ''}`;
    trace.mark(`server ${reply.server + 1}`, label, reply.allowed ? 'good' : 'bad');
    const { recent } = this;
    if (reply.allowed) recent.push(reply.answered);
    while (recent.length > 0 && recent[0]! <= reply.answered - this.settings.windowMs) recent.shift();
    trace.point(this.series, recent.length);
  }

  private get series(): string {
    return `admitted by all servers in the last ${this.settings.windowMs / 1000} s`;
  }
}

/** A mistake in a script looks just like an outage, unless somebody says what Redis said. */
function complain(): void {
  const mistake = redis.commands().find(({ error }) => error !== null && !error.startsWith('NOSCRIPT'));
  if (mistake)
    assert.fail(
      `Redis could not carry out ${mistake.command.toUpperCase()} of the limiter: ${mistake.error}`,
    );
}

function parse(decision: unknown): Pick<Reply, 'allowed' | 'remaining' | 'retryAfterMs' | 'degraded'> {
  assert.ok(
    typeof decision === 'object' &&
      decision !== null &&
      'allowed' in decision &&
      typeof decision.allowed === 'boolean',
    'check() has to give a promise of a decision with `allowed` true or false.',
  );
  const { allowed, remaining, retryAfterMs, degraded } = decision as Reply;
  return { allowed, remaining, retryAfterMs, degraded };
}

/**
 * Fails if requests were admitted that no order of the decisions allows: more than `limit` that were asked and answered
 * within a window. Requests whose answer took longer than the window are given the benefit of the doubt.
 */
export function checkNeverMore(
  replies: readonly Reply[],
  limit: number,
  windowMs: number,
  within = '',
): void {
  const admitted = replies.filter(({ allowed }) => allowed).sort((a, b) => a.asked - b.asked);
  for (const [index, { asked: start }] of admitted.entries()) {
    let count = 0;
    for (let i = index; i < admitted.length && admitted[i]!.asked < start + windowMs; i++) {
      if (admitted[i]!.answered < start + windowMs) count++;
    }
    assert.ok(
      count <= limit,
      `${count} requests of one user were admitted in the ${windowMs / 1000} s from second ${start / 1000} on${within}; ${limit} is the limit.`,
    );
  }
}

/** How much longer than `windowMs` a request may be held against the user. */
export const slack = (windowMs: number): number => windowMs / 60;

/** Fails if a request was refused although, in every order of the decisions, fewer than `limit` could count. */
export function checkNoNeedlessRefusal(replies: readonly Reply[], limit: number, windowMs: number): void {
  const admitted = replies.filter(({ allowed }) => allowed);
  for (const refused of replies.filter(({ allowed }) => !allowed)) {
    const horizon = refused.asked - windowMs - slack(windowMs);
    const counted = admitted.filter(
      ({ asked, answered }) => answered > horizon && asked < refused.answered,
    ).length;
    assert.ok(
      counted >= limit,
      `A request at second ${refused.asked / 1000} (server ${refused.server + 1}) was refused although only ${counted} of ${limit} ` +
        `had been admitted in the ${Math.round(windowMs + slack(windowMs)) / 1000} s before it.`,
    );
  }
}
