import type { Trace } from '../../../media/types/testkit';
import { numberIn, positive } from './arguments';
import { schedule, type KitPowers } from './kitPowers';

/** Points of one series that are drawn one by one; of more, each time twice as many, only every second. */
const pointsBeforeThinning = 500;

/** What helpers remember of a series, for as long as one check runs. */
interface SeriesMemory {
  count: number;
  calls: number;
  readonly moments: number[];
}

/** @param check the same object during one check, another one in the next */
export function createTrace({ clock, picture }: KitPowers, check: () => object): Trace {
  const memories = new WeakMap<object, Map</* series */ string, SeriesMemory>>();
  const memoryOf = (series: string): SeriesMemory => {
    const all = memories.get(check()) ?? new Map<string, SeriesMemory>();
    memories.set(check(), all);
    const memory = all.get(series) ?? { count: 0, calls: 0, moments: [] };
    all.set(series, memory);
    return memory;
  };
  const trace: Trace = {
    point: (series, value) => picture({ kind: 'point', t: clock.elapsed(), series, value }),
    mark: (lane, label, tone = 'neutral') => picture({ kind: 'mark', t: clock.elapsed(), lane, label, tone }),
    state: (lane, state) => picture({ kind: 'state', t: clock.elapsed(), lane, state }),
    limit: (series, value) => picture({ kind: 'limit', series, value }),
    reading: (name, value, { unit = '', tone = 'neutral', note = '' } = {}) =>
      picture({ kind: 'reading', name, value, unit, tone, note }),
    count: (series, by = 1) => {
      const memory = memoryOf(series);
      memory.count += by;
      if (isDrawn(memory.calls++)) trace.point(series, memory.count);
    },
    rate: (series, windowMs) => {
      positive('trace.rate: windowMs', windowMs);
      const { moments } = memoryOf(series);
      const now = clock.elapsed();
      moments.push(now);
      while (moments[0]! <= now - windowMs) moments.shift();
      const memory = memoryOf(series);
      if (isDrawn(memory.calls++)) trace.point(series, moments.length);
    },
    gauge: (series, everyMs, read) => {
      positive('trace.gauge: everyMs', everyMs);
      let [stop, last] = [(): void => undefined, Number.NaN];
      const sample = (): void => {
        stop = schedule(clock, clock.elapsed() + everyMs, sample);
        const value = read();
        if (value === last) return;
        last = value;
        if (isDrawn(memoryOf(series).calls++)) trace.point(series, value);
      };
      sample();
      return () => stop();
    },
    histogram: (name, bounds) => {
      const ascending = bounds
        .map(bound => numberIn('trace.histogram: a bound', bound))
        .sort((a, b) => a - b);
      return value => {
        const bound = ascending.find(candidate => value <= candidate);
        const lane = bound === undefined ? `${name} > ${ascending.at(-1) ?? 0}` : `${name} ≤ ${bound}`;
        if (isDrawn(memoryOf(lane).calls++)) trace.mark(lane, 'value');
      };
    },
  };
  return trace;
}

function isDrawn(index: number): boolean {
  const doublings = Math.floor(Math.log2(1 + index / pointsBeforeThinning));
  return index % 2 ** doublings === 0;
}
