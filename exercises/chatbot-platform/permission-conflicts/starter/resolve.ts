import type { Resolve } from './types';

export const resolve: Resolve = (roles, resource, action, strategy) => {
  // First what each role says, then how the strategy makes one answer out of it. What does a role mean that says nothing?
  throw new Error(`not implemented: ${action} on ${resource} by ${strategy} for ${roles.length} roles`);
};
