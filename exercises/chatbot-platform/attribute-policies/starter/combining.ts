import type { Combining, Decision } from './types';

/** One answer out of what several policies say. */
export function combine(combining: Combining): Decision {
  throw new Error(`not implemented: ${combining}`);
}
