import type { Decision } from './types';

/** The user may not do this: `decision` says why. */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
  constructor(readonly decision: Decision) {
    super(`Not allowed: ${decision.reason}`);
  }
}
