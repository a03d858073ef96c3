import type { PolicySet } from './types';

/** A set of policies, compiled: what it was made from may be thrown away. */
export class CompiledSet {
  constructor(set: PolicySet) {
    throw new Error(`not implemented: ${set.policies.length} policies`);
  }
}
