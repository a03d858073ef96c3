import type { Draw, KeyDistributions, Keys } from '../../../media/types/testkit';
import { numberIn, share } from './arguments';

const maxKeys = 1_000_000;

/** @param draw for whoever asks for a key without a stream of its own */
export function createKeys(draw: Draw): KeyDistributions {
  const uniform = (count: number): Keys => {
    numberIn('keys: count', count, { min: 1, max: maxKeys, whole: true });
    return (own = draw) => `user-${1 + Math.floor(own() * count)}`;
  };
  return {
    one: key => () => key,
    uniform,
    zipf: (count, exponent = 1) => {
      const rank = zipfRank(count, exponent);
      return (own = draw) => `user-${rank(own())}`;
    },
    hot: (key, hotShare, others = 100) => {
      share('keys.hot: share', hotShare);
      const other = uniform(others);
      return (own = draw) => (own() < hotShare ? key : other(own));
    },
  };
}

/**
 * Ranks from 1 with probabilities in proportion to `1 / rank ** exponent`: by inversion of the table of cumulative
 * probabilities with a binary search (L. Devroye, Non-Uniform Random Variate Generation, 1986, III.2). Exact, one
 * draw for each rank.
 */
function zipfRank(count: number, exponent: number): (u: number) => number {
  numberIn('keys.zipf: count', count, { min: 1, max: maxKeys, whole: true });
  numberIn('keys.zipf: exponent', exponent, { max: 10 });
  const sums = new Float64Array(count);
  let sum = 0;
  for (let index = 0; index < count; index++) sums[index] = sum += (index + 1) ** -exponent;
  return u => {
    const wanted = u * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}

export const keysOf = (keys: Keys | string | undefined): Keys =>
  typeof keys === 'function' ? keys : () => keys ?? 'user-1';
