import { readAccess } from './tokens';
import type { Guard, GuardOptions } from './types';

/** What each of the ten services has: one signature and one comparison, O(length of the token), and nobody is asked. */
export function createGuard({ verifier }: GuardOptions): Guard {
  return {
    check(accessToken) {
      const claims = readAccess(verifier, accessToken);
      if (!claims) return { ok: false, reason: 'invalid' };
      const { userId, deviceId, roles, endsAt } = claims;
      return Date.now() < endsAt ? { ok: true, userId, deviceId, roles } : { ok: false, reason: 'expired' };
    },
  };
}
