import type { Guard, GuardOptions } from './types';

/** What each of the ten services has. It decides by what the token says, and by the time. */
export function createGuard(options: GuardOptions): Guard {
  return {
    check: token => {
      throw new Error(`not implemented: look at ${token} with ${typeof options.verifier}`);
    },
  };
}
