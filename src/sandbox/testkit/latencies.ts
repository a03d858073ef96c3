import type { Draw, Latencies, Latency } from '../../../media/types/testkit';
import { numberIn, positive, share } from './arguments';

/** The 99th percentile of the standard normal distribution. */
const z99 = 2.326_347_874_040_841;

/** @param draw for whoever calls a latency without a stream of its own */
export function createLatencies(draw: Draw): Latencies {
  const drawing =
    (sample: (draw: Draw) => number): Latency =>
    (own = draw) =>
      sample(own);
  return {
    constant: ms => {
      numberIn('latency.constant: ms', ms);
      return () => ms;
    },
    uniform: (min, max) => {
      numberIn('latency.uniform: min', min);
      numberIn('latency.uniform: max', max, { min });
      return drawing(next => min + next() * (max - min));
    },
    exponential: mean => {
      positive('latency.exponential: mean', mean);
      return drawing(next => exponential(next, mean));
    },
    logNormal: ({ median, p99 }) => {
      positive('latency.logNormal: median', median);
      numberIn('latency.logNormal: p99', p99, { min: median });
      const sigma = Math.log(p99 / median) / z99;
      return drawing(next => median * Math.exp(sigma * normal(next)));
    },
    pareto: ({ min, max, alpha = 1.5 }) => {
      positive('latency.pareto: min', min);
      numberIn('latency.pareto: max', max, { min });
      positive('latency.pareto: alpha', alpha);
      const within = 1 - (min / max) ** alpha; // by inversion, of the part below `max`
      return drawing(next => min / (1 - next() * within) ** (1 / alpha));
    },
    slowTail: ({ usual, slow, share: slowShare }) => {
      share('latency.slowTail: share', slowShare);
      const [often, rarely] = [
        latencyOf('latency.slowTail: usual', usual),
        latencyOf('latency.slowTail: slow', slow),
      ];
      return drawing(next => (next() < slowShare ? rarely(next) : often(next)));
    },
    percentiles: known => {
      const curve = curveThrough(known);
      return drawing(next => curve(100 * next()));
    },
  };
}

/** By inversion; `1 - u` is never 0. */
export const exponential = (draw: Draw, mean: number): number => -Math.log(1 - draw()) * mean;

/** Box and Muller, 1958. The second variate is thrown away, so that nothing is kept from one call to the next. */
const normal = (draw: Draw): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** A duration as an option takes it. What an author's own function gives is checked when it is drawn. */
export function latencyOf(what: string, value: number | Latency): Latency {
  if (typeof value !== 'function') {
    const ms = numberIn(what, value);
    return () => ms;
  }
  return draw => numberIn(what, value(draw));
}

/** Straight lines through percentiles; level beyond the first and the last. */
function curveThrough(known: Readonly<Record<number, number>>): (percent: number) => number {
  const points = Object.entries(known)
    .map(([percent, ms]) => ({
      percent: numberIn('latency.percentiles: a percentile', Number(percent), { max: 100 }),
      ms: numberIn(`latency.percentiles: the value at ${percent}`, ms),
    }))
    .sort((a, b) => a.percent - b.percent);
  if (points.length === 0)
    throw new RangeError('latency.percentiles needs at least one percentile, as in { 50: 10, 99: 200 }.');
  points.forEach(({ percent, ms }, index) =>
    numberIn(`latency.percentiles: the value at ${percent}`, ms, { min: points[index - 1]?.ms ?? 0 }),
  );
  return percent => {
    const above = points.findIndex(point => point.percent >= percent);
    const [before, after] = [points[above - 1], points[above]];
    if (!after) return points.at(-1)!.ms;
    if (!before) return after.ms;
    const way = (percent - before.percent) / (after.percent - before.percent);
    return before.ms + way * (after.ms - before.ms);
  };
}
