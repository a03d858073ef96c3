import type { LaneScheduler, SchedulerOptions } from './types';

/**
 * Decides which job runs next, on how many of the workers. The hidden checks use this function and nothing else of yours:
 * `laneQueue.ts`, `attempt.ts` and `laneLoad.ts` are a suggestion for dividing the work. Change them, merge them, add files.
 */
export function createLaneScheduler(options: SchedulerOptions): LaneScheduler {
  // Questions to answer before you write any of it:
  //
  // - A worker has become free. What do you have to know to say whose turn it is? Do workers need names?
  // - In how many ways can an attempt end, and who says so first? What if two of them say so?
  // - A client asks for a job that you know: waiting, running, between two attempts, over. Which of them makes a new one?
  // - What is the last moment at which anybody may ask for an outcome, and what is left in memory after that?

  throw new Error(
    `not implemented: ${options.workers.fast} workers for fast jobs and ${options.workers.slow} for slow ones`,
  );
}
