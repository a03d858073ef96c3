import './realm';
import type * as TestkitModule from '../../media/types/testkit';
import { record, traceText } from './checkRecord';
import { usedHeapAfterCollection } from './collector';
import type { RandomStream } from './randomStream';
import { virtualClock } from './time';

type Testkit = typeof TestkitModule;

/** What `#testkit` gives. `stream` is asked for on every draw, since each check has its own. */
export function createTestkit(seed: number, stream: () => RandomStream): Testkit {
  const kit = {
    clock,
    random: createRandom(stream),
    seed,
    trace,
    spy,
    harden,
    deferred,
    settled,
    retainedBytes,
  };
  return harden({ __esModule: true, ...kit } satisfies Testkit & { __esModule: true });
}

function momentOf(moment: number | string): number {
  const ms = typeof moment === 'string' ? Date.parse(moment) : moment;
  if (!Number.isFinite(ms))
    throw new RangeError(`${String(moment)} is not a moment: use epoch milliseconds or ISO text.`);
  return ms;
}

const clock: TestkitModule.Clock = {
  now: () => virtualClock.now(),
  elapsed: () => virtualClock.elapsed(),
  advance: ms => virtualClock.advance(ms),
  advanceTo: async moment => {
    const ms = momentOf(moment) - virtualClock.now();
    if (ms < 0)
      throw new RangeError(`${moment} has passed already; use setWallClock to turn the clock back.`);
    await virtualClock.advance(ms);
  },
  tick: ms => virtualClock.tick(ms),
  setWallClock: moment => virtualClock.setWallClock(momentOf(moment)),
  jumpWallClock: ms => virtualClock.jumpWallClock(ms),
  setUptime: ms => virtualClock.setUptime(ms),
  settle: () => virtualClock.advance(0),
  runAll: (limit = 10_000) => virtualClock.runAll(limit),
  sleep: ms =>
    new Promise(resolve => {
      if (ms > 0) virtualClock.setTimeout(() => resolve(), ms);
      else virtualClock.setImmediate(() => resolve());
    }),
  pending: () => virtualClock.pending(),
};

function createRandom(stream: () => RandomStream): TestkitModule.Random {
  const next = (): number => stream()();
  const int = (min: number, max: number): number => {
    if (!Number.isInteger(min) || !Number.isInteger(max) || max < min)
      throw new RangeError(`random.int needs two integers in order, got ${min} and ${max}.`);
    return min + Math.floor(next() * (max - min + 1));
  };
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError('random.pick needs at least one item.');
    return items[int(0, items.length - 1)] as T;
  };
  /** Fisher and Yates. */
  const shuffle = <T>(items: readonly T[]): T[] => {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = int(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  };
  return {
    next,
    int,
    chance: probability => next() < probability,
    pick,
    shuffle,
    exponential: mean => -Math.log(1 - next()) * mean,
  };
}

const trace: TestkitModule.Trace = {
  point: (series, value) => {
    if (Number.isFinite(value))
      record().draw({ kind: 'point', t: virtualClock.elapsed(), series: traceText(series), value });
  },
  mark: (lane, label, tone = 'neutral') =>
    record().draw({
      kind: 'mark',
      t: virtualClock.elapsed(),
      lane: traceText(lane),
      label: traceText(label),
      tone: tone === 'good' || tone === 'bad' ? tone : 'neutral',
    }),
  state: (lane, state) =>
    record().draw({
      kind: 'state',
      t: virtualClock.elapsed(),
      lane: traceText(lane),
      state: traceText(state),
    }),
  limit: (series, value) => {
    if (Number.isFinite(value)) record().draw({ kind: 'limit', series: traceText(series), value });
  },
};

function spy<A extends unknown[], R>(implementation: (...args: A) => R): TestkitModule.Spy<A, R> {
  const calls: A[] = [];
  return harden({
    fn: (...args: A): R => {
      calls.push(args);
      return implementation(...args);
    },
    calls: () => calls.map(args => [...args] as A),
    count: () => calls.length,
  });
}

function deferred<T = void>(): TestkitModule.Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<T>((succeed, fail) => {
    resolve = succeed;
    reject = fail;
  });
  return harden({ promise, resolve, reject });
}

function settled<T>(promise: PromiseLike<T> | T): Promise<TestkitModule.Settled<T>> {
  let outcome: TestkitModule.Settled<T> = { state: 'pending' };
  // One adoption: a learner's thenable may answer differently each time.
  void (async () => promise)().then(
    value => (outcome = { state: 'fulfilled', value }),
    (reason: unknown) => (outcome = { state: 'rejected', reason }),
  );
  return virtualClock.work(async () => {
    await virtualClock.advance(0);
    return outcome;
  });
}

async function retainedBytes(work: () => void | Promise<void>): Promise<number> {
  await virtualClock.advance(0);
  const before = usedHeapAfterCollection();
  await work();
  await virtualClock.advance(0);
  return usedHeapAfterCollection() - before;
}
