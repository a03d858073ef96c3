import type { AttributeName, Condition, Value } from './types';

/** What a condition may look at. */
export interface Facts {
  readonly now: number;
  read(name: AttributeName): Value | undefined;
}

/** A condition that has been read once, and is evaluated often. Two values are not enough. */
export function compile(condition: Condition): (facts: Facts) => boolean {
  throw new Error(`not implemented: ${condition.op}`);
}
