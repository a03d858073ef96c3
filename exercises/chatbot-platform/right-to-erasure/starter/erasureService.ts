import type { ErasureOptions, ErasureService } from './types';

/**
 * Forgets people. The hidden checks use this function and nothing else of yours: `record.ts`, `recordBook.ts`, `purge.ts`,
 * `timeLimit.ts` and `pool.ts` are a suggestion for dividing the work. Change them, merge them, add files.
 */
export function createErasureService(options: ErasureOptions): ErasureService {
  // Questions to answer before you write any of it:
  //
  // - Two servers decide at the same moment: one takes a request back, the other begins to purge. Where is it settled
  //   who was first?
  // - The process ends between any two calls. What does the next one find, and what does it do twice?
  // - You have seen that a store is empty. What may have put something into it since?
  // - A year later somebody restores a backup. How do you find out whom to forget, if you have forgotten them?

  throw new Error(`not implemented: forget people in ${options.stores.length} stores`);
}
