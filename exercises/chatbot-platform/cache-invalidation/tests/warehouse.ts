import assert from 'node:assert/strict';
import { createCache } from '#attempt/cache.ts';
import type { Answer, AnswerState, CacheOptions, Query, QueryCache } from '#attempt/types.ts';
import { clock, deferred, harden, settled, trace } from '#testkit';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** A moment of the day on which the checks take place. */
export const at = (time: string): string => `2026-03-02T${time}Z`;

export const query = (dataset: string, ...params: string[]): Query => harden({ dataset, params });

export const emea = query('orders', 'revenue', 'EMEA');
export const apac = query('orders', 'revenue', 'APAC');
export const churn = query('customers', 'churn', 'EMEA');

/** For marks, messages and answers. Only for the suite's own queries: it does not tell all queries apart. */
export const nameOf = (asked: Query): string => asked.params.at(-1) ?? asked.dataset;

/** A load that waits until the check decides. */
export interface OpenLoad<V> {
  readonly query: Query;
  bring(value: V | undefined): Promise<void>;
  fail(reason: unknown): Promise<void>;
}

type Reply<V> = (nth: number, query: Query) => V | undefined | Promise<V | undefined>;

/** The warehouse as the checks script it. `count` is the number of loads so far, `open` those that are held. */
export class Warehouse<V = string> {
  count = 0;
  readonly open: OpenLoad<V>[] = [];
  #inFlight = 0;
  #reply: Reply<V>;
  /** Not a spy: it would keep every query that it was ever asked, and one check weighs what is kept. */
  readonly load = harden((asked: Query) => this.#answer(asked));

  constructor(reply: Reply<V>) {
    this.#reply = reply;
  }

  /** From now on it answers like this; what `reply` throws is a failed load. */
  replies(reply: Reply<V>): void {
    this.#reply = reply;
  }

  /** From now on every load is held in `open`. */
  holds(): void {
    this.#reply = (_, asked) => {
      const result = deferred<V | undefined>();
      this.open.push({
        query: asked,
        bring: value => (result.resolve(value), clock.settle()),
        fail: reason => (result.reject(reason), clock.settle()),
      });
      return result.promise;
    };
  }

  /** The load held last. */
  get last(): OpenLoad<V> {
    const last = this.open.at(-1);
    if (!last)
      assert.fail(
        'The cache asked the warehouse for nothing, although it holds no answer that it may serve.',
      );
    return last;
  }

  /** How many loads began while `work` went on. */
  async loadsDuring(work: () => Promise<unknown>): Promise<number> {
    const before = this.count;
    await work();
    await clock.settle();
    return this.count - before;
  }

  async #answer(asked: Query): Promise<V | undefined> {
    this.count++;
    trace.mark('warehouse', `load ${nameOf(asked)}`, 'neutral');
    trace.point('loads in flight', ++this.#inFlight);
    try {
      return await this.#reply(this.count, asked);
    } catch (reason) {
      trace.mark('warehouse', `${nameOf(asked)} failed`, 'bad');
      throw reason;
    } finally {
      trace.point('loads in flight', --this.#inFlight);
    }
  }
}

/** Answers at once, and every answer says which load brought it: `EMEA, load 3`. */
export const numbered = (): Warehouse =>
  new Warehouse<string>((nth, asked) => `${nameOf(asked)}, load ${nth}`);

/** Holds every load until the check answers it. */
export function held(): Warehouse {
  const source = numbered();
  source.holds();
  return source;
}

export function cacheOf<V>(source: Warehouse<V>, options: Partial<CacheOptions<V>> = {}): QueryCache<V> {
  return createCache<V>(
    harden({ load: source.load, ttlMs: hour, maxBytes: 1_000_000, sizeOf: () => 1, ...options }),
  );
}

/** Begins a read whose end is looked at later; until then a rejection is not an unhandled one. */
export function ask<V>(cache: QueryCache<V>, asked: Query): Promise<Answer<V>> {
  const reading = cache.get(asked);
  reading.catch(() => undefined);
  return reading;
}

/** Checks that a read has been answered by now, with this state and value. */
export async function answered<V>(
  reading: Promise<Answer<V>>,
  [state, value]: readonly [state: AnswerState, value: V | undefined],
  why: string,
  lane = 'reads',
): Promise<void> {
  const got = await outcomeOf(reading);
  trace.mark(lane, got.state, got.state === state ? 'good' : 'bad');
  compare(got, { state, value }, why);
}

/** Reads now and checks that it is answered without time passing. */
export const reads = <V>(
  cache: QueryCache<V>,
  asked: Query,
  expected: readonly [state: AnswerState, value: V | undefined],
  why: string,
): Promise<void> => answered(ask(cache, asked), expected, why, nameOf(asked));

/** Checks that a read has been rejected by now, with exactly this reason. */
export async function rejected<V>(reading: Promise<Answer<V>>, reason: Error, why: string): Promise<void> {
  const got = await outcomeOf(reading);
  trace.mark('reads', got.state, got.state === 'rejected' ? 'neutral' : 'bad');
  compare(got, { state: 'rejected', reason: reasonText(reason) }, why);
}

/** Checks that a read still waits. */
export async function waits<V>(reading: Promise<Answer<V>>, why: string): Promise<void> {
  compare(await outcomeOf(reading), waiting, why);
}

/** What has become of a read by now. */
export type Outcome<V> =
  | { readonly state: AnswerState; readonly value: V | undefined }
  | { readonly state: 'rejected'; readonly reason: string }
  | { readonly state: 'still waiting' };

const waiting = harden({ state: 'still waiting' as const });

export async function outcomeOf<V>(reading: Promise<Answer<V>>): Promise<Outcome<V>> {
  const now = await settled(reading);
  if (now.state === 'pending') return waiting;
  if (now.state === 'rejected') return { state: 'rejected', reason: reasonText(now.reason) };
  return { state: now.value.state, value: now.value.value };
}

function compare<V>(got: Outcome<V>, wanted: Outcome<V>, why: string): void {
  const found = `At ${timeOfDay()} the reader: ${tellOutcome(got)}; to be expected: ${tellOutcome(wanted)}.`;
  assert.deepEqual(got, wanted, `${why} ${found}`);
}

/** `hit with "EMEA, load 1"` */
function tellOutcome<V>(outcome: Outcome<V>): string {
  if (outcome.state === 'still waiting') return outcome.state;
  if (outcome.state === 'rejected') return `rejected with “${outcome.reason}”`;
  return `${outcome.state} with ${JSON.stringify(outcome.value) ?? 'undefined'}`;
}

/** For what has no two values to show side by side: `why` says all there is to say. */
export function must(holds: boolean, why: string): void {
  if (!holds) assert.fail(why);
}

export function timeOfDay(moment = clock.now()): string {
  return new Date(moment).toISOString().slice(11, 23);
}

function reasonText(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
