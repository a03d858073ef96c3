import { createCache } from '#attempt/cache.ts';
import type { AnswerState, CacheOptions, Query } from '#attempt/types.ts';
import { clock, harden, random, spy, trace } from '#testkit';
import { must, nameOf, query, timeOfDay } from './warehouse.ts';

/** A random story: reads, events and the passing of time, against a warehouse of moods. */
export interface Story {
  readonly rules: Omit<CacheOptions<string>, 'load' | 'maxBytes' | 'sizeOf'>;
  readonly steps: number;
  /** The slowest load, in milliseconds; some take no time at all. */
  readonly slowestMs: number;
  /** Only loads that fail take time. A story about windows is then not one about the age of what a load brings. */
  readonly promptAnswers?: boolean;
  /** Up to how many callers ask in one moment. Default 1. */
  readonly crowd?: number;
  readonly failures?: number;
  readonly notFound?: number;
  /** The events that occur. */
  readonly events?: readonly ('invalidate' | 'bump')[];
}

/** `order` numbers tell what came first within one millisecond. */
export interface LoadRecord {
  readonly id: number;
  readonly query: Query;
  readonly startedAt: number;
  readonly began: number;
  /** Unset while in flight. */
  landed?: number;
  landedAt?: number;
  outcome?: 'found' | 'not found' | 'failed';
}

export interface ReadRecord {
  readonly query: Query;
  readonly calledAt: number;
  readonly called: number;
  answeredAt?: number;
  state?: AnswerState | 'rejected';
  value?: string | undefined;
}

export interface CutRecord {
  readonly kind: 'invalidate' | 'bump';
  readonly covers: (query: Query) => boolean;
  readonly order: number;
}

export interface History {
  readonly story: Story;
  readonly loads: readonly LoadRecord[];
  readonly reads: readonly ReadRecord[];
  readonly cuts: readonly CutRecord[];
}

const queries = [query('orders', 'EMEA'), query('orders', 'APAC'), query('customers', 'LATAM')];

/** The first moment at which a load's answer is not fresh, by the contract. */
export function expiryOf(rules: Story['rules'], startedAt: number, found = true): number {
  const byAge = startedAt + (found ? rules.ttlMs : (rules.negativeTtlMs ?? 0));
  if (rules.alignMs === undefined) return byAge;
  const sinceBoundary = (startedAt - (rules.offsetMs ?? 0)) % rules.alignMs;
  return Math.min(byAge, startedAt - sinceBoundary + rules.alignMs);
}

/** Plays a story and writes down what happened; judging it is the business of each check. */
export async function play(story: Story): Promise<History> {
  const loads: LoadRecord[] = [];
  const reads: ReadRecord[] = [];
  const cuts: CutRecord[] = [];
  let order = 0;

  const source = spy(async (asked: Query): Promise<string | undefined> => {
    const known = queries.find(q => nameOf(q) === nameOf(asked)) ?? asked;
    const load: LoadRecord = { id: loads.length + 1, query: known, startedAt: clock.now(), began: order++ };
    loads.push(load);
    trace.mark('warehouse', `load ${nameOf(known)}`, 'neutral');
    const fails = random.chance(story.failures ?? 0);
    if (random.chance(0.8) && (fails || !story.promptAnswers))
      await clock.sleep(random.int(0, story.slowestMs));
    Object.assign(load, { landed: order++, landedAt: clock.now() });
    if (fails) {
      load.outcome = 'failed';
      throw new Error(`load ${load.id} failed`);
    }
    load.outcome = random.chance(story.notFound ?? 0) ? 'not found' : 'found';
    return load.outcome === 'found' ? `load ${load.id}` : undefined;
  });
  const cache = createCache<string>(
    harden({ ...story.rules, load: source.fn, maxBytes: 1_000, sizeOf: () => 1 }),
  );

  const read = (asked: Query): void => {
    const record: ReadRecord = { query: asked, calledAt: clock.now(), called: order++ };
    reads.push(record);
    const note = (state: AnswerState | 'rejected', value?: string): void => {
      Object.assign(record, { answeredAt: clock.now(), state, value });
      trace.mark(nameOf(asked), state, state === 'hit' ? 'good' : state === 'rejected' ? 'bad' : 'neutral');
    };
    cache.get(asked).then(
      answer => note(answer.state, answer.value),
      () => note('rejected'),
    );
  };

  for (let step = 0; step < story.steps; step++) {
    const asked = random.pick(queries);
    const event = random.chance(0.12) && story.events ? random.pick(story.events) : undefined;
    if (event === 'invalidate') {
      cache.invalidate(asked);
      cuts.push({ kind: event, order: order++, covers: q => q === asked });
      trace.mark(nameOf(asked), 'invalidated', 'neutral');
    } else if (event === 'bump') {
      cache.bumpVersion(asked.dataset);
      cuts.push({ kind: event, order: order++, covers: q => q.dataset === asked.dataset });
      trace.mark(asked.dataset, 'new version', 'neutral');
    } else for (let n = random.int(1, story.crowd ?? 1); n > 0; n--) read(asked);
    await clock.settle();
    if (random.chance(0.7)) await clock.advance(pause(story, loads));
  }
  await clock.advance(story.slowestMs + 1);
  return { story, loads, reads, cuts };
}

/** Often up to a millisecond before, at or after a moment at which something ends; otherwise any time. */
function pause({ rules, slowestMs }: Story, loads: readonly LoadRecord[]): number {
  const now = clock.now();
  const ends = loads.slice(-6).flatMap(load => {
    const end = expiryOf(rules, load.startedAt);
    const windows = [
      0,
      rules.staleWhileRevalidateMs ?? 0,
      rules.staleIfErrorMs ?? 0,
      -(rules.refreshAheadMs ?? 0),
    ];
    return windows.map(extra => end + extra + random.int(-1, 1));
  });
  const ahead = ends.filter(end => end > now);
  if (ahead.length > 0 && random.chance(0.5)) return random.pick(ahead) - now;
  return random.int(1, random.chance(0.5) ? slowestMs : Math.ceil(rules.ttlMs / 3));
}

/** The load whose answer a read got; undefined for "not found" and rejections, which do not say where they are from. */
export function sourceOf(history: History, read: ReadRecord): LoadRecord | undefined {
  return history.loads.find(load => read.value === `load ${load.id}`);
}

/** The load whose result the contract would have the cache hold when this read was made. */
export function heldFor({ loads, cuts }: History, read: ReadRecord): LoadRecord | undefined {
  const lastCut = cuts.findLast(cut => cut.order < read.called && cut.covers(read.query))?.order ?? -1;
  return loads
    .filter(load => load.query === read.query && load.began > lastCut)
    .filter(load => load.landed !== undefined && load.landed < read.called && load.outcome !== 'failed')
    .at(-1);
}

/**
 * Whether a load's answer arrived while it was fresh. One that arrives expired may be kept for the stale windows or
 * not: the contract leaves that open, and so do the checks.
 */
export const arrivedFresh = ({ story }: History, load: LoadRecord): boolean =>
  (load.landedAt ?? Infinity) < expiryOf(story.rules, load.startedAt);

/** Whether an answer was stored for this read that was within `boundMs` of its expiry when the read ended. */
export function isCovered(history: History, read: ReadRecord, boundMs: number): boolean {
  const stored = heldFor(history, read);
  if (stored?.outcome !== 'found' || read.answeredAt === undefined) return false;
  const cutSince = history.cuts.some(cut => cut.order > read.called && cut.covers(read.query));
  return !cutSince && read.answeredAt < expiryOf(history.story.rules, stored.startedAt) + boundMs;
}

/** Cut off by an event of this kind between the beginning of the load and `order`. */
export const isCut = (history: History, load: LoadRecord, order: number, kind?: CutRecord['kind']): boolean =>
  history.cuts.some(
    cut =>
      cut.order > load.began && cut.order < order && cut.covers(load.query) && (!kind || cut.kind === kind),
  );

/** Loads of the query that a caller of this moment may join. */
export function joinable(history: History, asked: Query, order: number, moment: number): LoadRecord[] {
  return history.loads.filter(
    load =>
      load.query === asked &&
      load.began < order &&
      (load.landed ?? Infinity) > order &&
      moment < expiryOf(history.story.rules, load.startedAt) &&
      !isCut(history, load, order),
  );
}

/** Fails unless the story contained enough of what the check is about. */
export function enough(count: number, atLeast: number, what: string): void {
  must(
    count >= atLeast,
    `In this story the cache gave ${count} ${what}; at least ${atLeast} were to be expected.`,
  );
}

/** `read of EMEA at 10:59:59.000` */
export const tell = (read: ReadRecord): string =>
  `read of ${nameOf(read.query)} at ${timeOfDay(read.calledAt)}`;
