import PQueue from 'p-queue';
import pRetry, { AbortError } from 'p-retry';
import { startAttempt, type RunningAttempt } from './attempt';
import { CancelledError, LaneFullError, UnknownJobError } from './errors';
import type { Job, JobState, Lane, LaneLoad, LaneScheduler, Outcome, SchedulerOptions } from './types';

interface Entry {
  readonly lane: Lane;
  state: JobState;
  attempts: number;
  running: RunningAttempt | undefined;
  readonly cancelled: AbortController;
  readonly outcome: Promise<Outcome>;
}

/**
 * `scheduler.ts` as it is often put together: a p-queue for each lane, and p-retry around the work. Limits of time are
 * those of the reference solution.
 */
export function createLaneScheduler({
  workers,
  limits,
  maxWaiting,
  retry,
  keepMs,
  scale,
}: SchedulerOptions): LaneScheduler {
  const queues = {
    fast: new PQueue({ concurrency: workers.fast }),
    slow: new PQueue({ concurrency: workers.slow }),
  };
  const entries = new Map<string, Entry>();

  /** One attempt, as a promise. What p-retry is not to repeat is wrapped as it wants. */
  const attempt = (job: Job, entry: Entry): Promise<unknown> =>
    new Promise((resolve, reject) => {
      entry.state = 'running';
      entry.attempts += 1;
      entry.running = startAttempt(job.work, entry.attempts, job.lane, limits[job.lane], ending => {
        if (ending.kind === 'value') resolve(ending.value);
        else if (ending.kind === 'hard-limit') reject(new AbortError(ending.error));
        else if (retry.isRetryable(ending.error) && ending.error instanceof Error) reject(ending.error);
        else reject(new AbortError(ending.error as Error));
      });
    });

  const run = async (job: Job, entry: Entry): Promise<Outcome> => {
    try {
      const value = await queues[job.lane].add(
        () =>
          pRetry(() => attempt(job, entry), {
            ...{
              retries: retry.maxFailures - 1,
              factor: 2,
              minTimeout: retry.baseMs,
              maxTimeout: retry.capMs,
            },
            signal: entry.cancelled.signal,
            onFailedAttempt: () => void (entry.state = 'pausing'),
          }),
        { signal: entry.cancelled.signal },
      );
      return { state: 'done', value };
    } catch (error) {
      return entry.cancelled.signal.aborted ? { state: 'cancelled' } : { state: 'failed', error };
    }
  };

  const loadOf = (lane: Lane): LaneLoad => {
    const { size: waiting, pending: running } = queues[lane];
    const meanMs = scale.typicalMs[lane];
    return { waiting, running, oldestWaitMs: 0, meanMs, backlogMs: (waiting * meanMs) / workers[lane] };
  };

  return {
    submit(job) {
      if (entries.has(job.key)) return 'known';
      if (queues[job.lane].size >= maxWaiting[job.lane]) throw new LaneFullError(job.lane);
      let end: (outcome: Outcome) => void = () => undefined;
      const outcome = new Promise<Outcome>(resolve => (end = resolve));
      const entry: Entry = {
        ...{ lane: job.lane, state: 'waiting', attempts: 0, running: undefined },
        ...{ cancelled: new AbortController(), outcome },
      };
      entries.set(job.key, entry);
      void run(job, entry).then(result => {
        entry.state = result.state;
        end(result);
        setTimeout(() => entries.delete(job.key), keepMs);
      });
      return 'accepted';
    },
    status(key) {
      const entry = entries.get(key);
      return entry && { state: entry.state, lane: entry.lane, attempts: entry.attempts };
    },
    async wait(key, signal) {
      const entry = entries.get(key);
      if (!entry) throw new UnknownJobError(key);
      signal?.throwIfAborted();
      return new Promise((resolve, reject) => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is the very reason that is owed
        signal?.addEventListener('abort', () => reject(signal.reason));
        void entry.outcome.then(resolve);
      });
    },
    cancel(key) {
      const entry = entries.get(key);
      if (!entry || ['done', 'failed', 'cancelled'].includes(entry.state)) return false;
      const reason = new CancelledError(key);
      entry.state = 'cancelled';
      entry.cancelled.abort(reason);
      entry.running?.stop(reason);
      return true;
    },
    load: () => ({ fast: loadOf('fast'), slow: loadOf('slow'), advice: 'hold' }),
  };
}
