import type { Percentile } from './types';

export const percentile: Percentile = (values, p) => {
  throw new Error(`not implemented: percentile ${p} of ${values.length} values`);
};
