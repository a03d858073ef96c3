import type { Role } from './types';

/** What this server knows of one user's roles, and how well. */
export class KnownRoles {
  /** Whether an answer may rest on them now. */
  get isFresh(): boolean {
    throw new Error('not implemented: isFresh');
  }

  /** Fresh roles, without a request if possible. */
  roles(): Promise<readonly Role[]> {
    return Promise.reject(new Error('not implemented: roles'));
  }
}
