import type { PolicySet } from './types';

/** A set of policies, compiled: what it was made from may be thrown away. */
export class CompiledSet {
  constructor(set: PolicySet) {
    throw new Error(`not implemented: ${set.policies.length} policies`);
  }

  /** Of which policies the conditions count. */
  fitting(action: string, type: string): readonly string[] {
    throw new Error(`not implemented: to ${action} a ${type}`);
  }
}
