import type { CreateAuditLog } from './types';

/**
 * The hidden checks use this function and nothing else of yours: `changes.ts` and `chain.ts` are a suggestion for dividing the
 * work. Change them, merge them, add files.
 */
export const createAuditLog: CreateAuditLog = options => {
  // Questions to answer before you write any of it:
  //
  // - What exactly does the seal of an entry cover? Which change would it not notice?
  // - Two servers append at the same moment. What does the second one have to do again?
  // - The answer to an append got lost. How do you find out whether it is in the log?
  throw new Error(`not implemented: an audit log that hides ${options.secretFields.join(', ')}`);
};
