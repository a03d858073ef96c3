import type { HybridAuth, HybridAuthOptions } from './types';

/**
 * One auth server. The hidden checks use this function and `createGuard`, and nothing else of yours: `tokens.ts`,
 * `sessions.ts` and `deadline.ts` are a suggestion for dividing the work. Change them, merge them, add files.
 */
export function createHybridAuth(options: HybridAuthOptions): HybridAuth {
  // Questions to answer before you write any of it:
  //
  // - Which facts does a guard need, and how old may each of them be?
  // - The same refresh token arrives twice. Which of your lines tells a tunnel from a thief?
  // - Refresh asks the directory and writes to the store. What is lost if it stops between the two?
  // - What can somebody do who reads a backup of the store? Who reads a log with device ids?
  const notYet = (what: string): Promise<never> =>
    Promise.reject(new Error(`not implemented: ${what} for at most ${options.maxDevices} devices`));
  return {
    login: () => notYet('login'),
    refresh: () => notYet('refresh'),
    devices: () => notYet('devices'),
    revoke: () => notYet('revoke'),
    revokeAll: () => notYet('revokeAll'),
  };
}
