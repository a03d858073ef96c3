import type { Arrival, Draw, Keys, Traffic } from '../../../media/types/testkit';
import { numberIn, positive, share } from './arguments';
import { keysOf } from './keys';
import { exponential } from './latencies';

export const maxArrivals = 100_000;

export interface TrafficPowers {
  readonly draw: Draw;
  /** Epoch milliseconds on the wall clock. */
  readonly now: () => number;
}

export function createTraffic({ draw, now }: TrafficPowers): Traffic {
  /** Moments first, keys afterwards: the same moments whoever asks. */
  const arrivals = (moments: Iterable<number>, keys: Keys | string | undefined): Arrival[] => {
    const whole = bounded(moments).map(Math.floor);
    const key = keysOf(keys);
    return whole.map(at => Object.freeze({ at, key: key(draw) }));
  };
  return {
    steady: ({ perSecond, forMs, keys }) =>
      arrivals(steady(positive('traffic.steady: perSecond', perSecond), duration('steady', forMs)), keys),
    poisson: ({ perSecond, forMs, keys }) =>
      arrivals(poisson(draw, rate('poisson: perSecond', perSecond), duration('poisson', forMs)), keys),
    varying: ({ perSecond, peak, forMs, keys }) =>
      arrivals(thinned(draw, perSecond, peak, duration('varying', forMs)), keys),
    diurnal: ({ perSecond, swing = 0.8, forMs, periodMs = forMs, keys }) => {
      const mean = rate('diurnal: perSecond', perSecond);
      share('traffic.diurnal: swing', swing);
      positive('traffic.diurnal: periodMs', periodMs);
      const at = (ms: number): number => mean * (1 - swing * Math.cos((2 * Math.PI * ms) / periodMs));
      return arrivals(thinned(draw, at, mean * (1 + swing), duration('diurnal', forMs)), keys);
    },
    ramp: ({ from, to, forMs, keys }) => {
      const [first, last] = [rate('ramp: from', from), rate('ramp: to', to)];
      const at = (ms: number): number => first + ((last - first) * ms) / forMs;
      return arrivals(thinned(draw, at, Math.max(first, last), duration('ramp', forMs)), keys);
    },
    steps: (steps, keys) => arrivals(inSteps(draw, steps), keys),
    spike: ({ perSecond, peak, atMs, lastsMs, forMs, keys }) => {
      numberIn('traffic.spike: atMs', atMs, { max: duration('spike', forMs) });
      numberIn('traffic.spike: lastsMs', lastsMs, { max: forMs - atMs });
      const usual = { perSecond: rate('spike: perSecond', perSecond) };
      const steps = [
        { ...usual, forMs: atMs },
        { perSecond: rate('spike: peak', peak), forMs: lastsMs },
        { ...usual, forMs: forMs - atMs - lastsMs },
      ];
      return arrivals(inSteps(draw, steps), keys);
    },
    bursty: ({ on, off = 0, meanOnMs, meanOffMs, forMs, keys }) => {
      positive('traffic.bursty: meanOnMs', meanOnMs);
      positive('traffic.bursty: meanOffMs', meanOffMs);
      const states = [
        { perSecond: rate('bursty: on', on), meanMs: meanOnMs },
        { perSecond: rate('bursty: off', off), meanMs: meanOffMs },
      ] as const;
      return arrivals(modulated(draw, states, duration('bursty', forMs)), keys);
    },
    atBoundaries: ({ windowMs, size, boundaries = 1, keys }) => {
      numberIn('traffic.atBoundaries: windowMs', windowMs, { min: 2, whole: true });
      numberIn('traffic.atBoundaries: size', size, { min: 1, max: maxArrivals, whole: true });
      const first = windowMs - (Math.floor(now()) % windowMs);
      const moments = Array.from({ length: counted('atBoundaries: boundaries', boundaries) }, (_, n) => [
        ...repeated(first + n * windowMs - 1, size),
        ...repeated(first + n * windowMs, size),
      ]);
      return arrivals(moments.flat(), keys);
    },
    bursts: ({ size, count, everyMs, keys }) => {
      positive('traffic.bursts: everyMs', everyMs);
      numberIn('traffic.bursts: size', size, { min: 1, max: maxArrivals, whole: true });
      const moments = Array.from({ length: counted('bursts: count', count) }, (_, n) =>
        repeated(n * everyMs, size),
      );
      return arrivals(moments.flat(), keys);
    },
    herd: ({ clients, atMs = 0, spreadMs = 0 }) => {
      numberIn('traffic.herd: atMs', atMs);
      numberIn('traffic.herd: spreadMs', spreadMs);
      const moments = Array.from(
        { length: counted('herd: clients', clients) },
        () => atMs + draw() * spreadMs,
      );
      return sorted(moments.map((at, n) => Object.freeze({ at: Math.floor(at), key: `client-${n + 1}` })));
    },
    exactly: (moments, keys) => sorted(arrivals(moments, keys)),
    merge: (...traffic) => bounded(sorted(traffic.flat())),
    later: (ms, traffic) => traffic.map(({ at, key }) => Object.freeze({ at: at + ms, key })),
  };
}

const rate = (what: string, perSecond: number): number => numberIn(`traffic.${what}`, perSecond);
const duration = (what: string, forMs: number): number => positive(`traffic.${what}: forMs`, forMs);
const counted = (what: string, count: number): number =>
  numberIn(`traffic.${what}`, count, { min: 1, max: maxArrivals, whole: true });
const repeated = (at: number, times: number): number[] => new Array<number>(times).fill(at);

/** Stable: what comes at the same moment keeps its order. */
export const sorted = (arrivals: readonly Arrival[]): Arrival[] => arrivals.toSorted((a, b) => a.at - b.at);

function bounded<T>(items: Iterable<T>): T[] {
  const all: T[] = [];
  for (const item of items) {
    if (all.length === maxArrivals)
      throw new RangeError(
        `Traffic consists of at most ${maxArrivals} arrivals: choose a lower rate or a shorter time.`,
      );
    all.push(item);
  }
  return all;
}

function* steady(perSecond: number, forMs: number): Generator<number> {
  for (let n = 0; (n * 1_000) / perSecond < forMs; n++) yield (n * 1_000) / perSecond;
}

/** Independent exponential gaps, from `start` to before `start + forMs`. */
function* poisson(draw: Draw, perSecond: number, forMs: number, start = 0): Generator<number> {
  if (perSecond === 0) return;
  const gap = 1_000 / perSecond;
  for (let at = exponential(draw, gap); at < forMs; at += exponential(draw, gap)) yield start + at;
}

/**
 * A Poisson process whose rate changes: arrivals at the highest rate, of which each stays with the share that the rate
 * of its moment has of it (P. A. W. Lewis and G. S. Shedler, Simulation of nonhomogeneous Poisson processes by
 * thinning, 1979).
 */
function* thinned(
  draw: Draw,
  rateAt: (ms: number) => number,
  peak: number,
  forMs: number,
): Generator<number> {
  rate('varying: peak', peak);
  for (const at of poisson(draw, peak, forMs)) {
    const wanted = numberIn(`traffic: the rate at ${Math.floor(at)} ms`, rateAt(at), {
      max: peak * (1 + 1e-9),
    });
    if (draw() * peak < wanted) yield at;
  }
}

function* inSteps(
  draw: Draw,
  steps: readonly { readonly perSecond: number; readonly forMs: number }[],
): Generator<number> {
  let start = 0;
  for (const { perSecond, forMs } of steps) {
    numberIn('traffic.steps: forMs', forMs);
    yield* poisson(draw, rate('steps: perSecond', perSecond), forMs, start);
    start += forMs;
  }
}

/** A Poisson process modulated by a two-state Markov chain (MMPP-2). It begins in the first state. */
function* modulated(
  draw: Draw,
  states: readonly { readonly perSecond: number; readonly meanMs: number }[],
  forMs: number,
): Generator<number> {
  let start = 0;
  for (let n = 0; start < forMs; n++) {
    const { perSecond, meanMs } = states[n % states.length]!;
    const length = Math.min(exponential(draw, meanMs), forMs - start);
    yield* poisson(draw, perSecond, length, start);
    start += length;
  }
}
