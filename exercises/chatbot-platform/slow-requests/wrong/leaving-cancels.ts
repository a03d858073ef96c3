import { startAttempt, type Ending, type RunningAttempt } from './attempt';
import { CancelledError, LaneFullError, UnknownJobError } from './errors';
import { LaneHistory } from './laneLoad';
import { LaneQueue } from './laneQueue';
import { Shelf } from './shelf';
import type {
  Job,
  JobState,
  JobStatus,
  Lane,
  LaneLoad,
  LaneScheduler,
  LoadSignal,
  Outcome,
  ScaleAdvice,
  SchedulerOptions,
} from './types';

const lanes: readonly Lane[] = ['fast', 'slow'];

/** What is known of a job, from `submit` until its outcome is no longer kept. */
interface Entry {
  /** Released at the end: the work may hold a lot, and its outcome stays for a while. */
  job: Job | undefined;
  readonly key: string;
  lane: Lane;
  state: JobState;
  attempts: number;
  failures: number;
  /** When it joined the queue in which it is. */
  joinedAt: number;
  attempt: RunningAttempt | undefined;
  pause: TimerHandle | undefined;
  outcome: Outcome | undefined;
  readonly waiters: Set<(outcome: Outcome) => void>;
}

/**
 * Workers have no names, there are only numbers of them: `f` run fast jobs, `s` slow ones, and
 *
 *     s ≤ workers.slow,   f + s ≤ workers.fast + workers.slow
 *
 * If a fast job has a claim (`f < workers.fast`) and a slow one too (`s < workers.slow`), then two workers are free. So claims
 * never compete for the last one, there is no choice to make between the lanes, and neither starves.
 *
 * `submit`, `status` and `cancel` take O(1), `load` O(1) with a mean of 20 numbers. Timers: two for each attempt under way,
 * one for each pause, and one for all outcomes together. Memory: what waits, runs, or ended within `keepMs`.
 */
class Scheduler implements LaneScheduler {
  readonly #entries = new Map<string, Entry>();
  readonly #queues: Record<Lane, LaneQueue<Entry>> = { fast: new LaneQueue(), slow: new LaneQueue() };
  readonly #running: Record<Lane, number> = { fast: 0, slow: 0 };
  readonly #history: Record<Lane, LaneHistory>;
  readonly #shelf: Shelf<Entry>;

  constructor(private readonly options: SchedulerOptions) {
    const { workers, scale } = options;
    const now = performance.now();
    const historyOf = (lane: Lane): LaneHistory =>
      new LaneHistory(workers[lane], scale.typicalMs[lane], scale, now);
    this.#history = { fast: historyOf('fast'), slow: historyOf('slow') };
    this.#shelf = new Shelf(options.keepMs, entry => this.#entries.delete(entry.key));
  }

  submit(job: Job): 'accepted' | 'known' {
    const { key, lane } = job;
    if (this.#entries.has(key)) return 'known';
    if (this.#queues[lane].size >= this.options.maxWaiting[lane]) throw new LaneFullError(lane);
    const entry: Entry = {
      job,
      key,
      lane,
      state: 'waiting',
      attempts: 0,
      failures: 0,
      joinedAt: 0,
      attempt: undefined,
      pause: undefined,
      outcome: undefined,
      waiters: new Set(),
    };
    this.#entries.set(key, entry);
    this.#join(entry, lane);
    this.#dispatch();
    return 'accepted';
  }

  status(key: string): JobStatus | undefined {
    const entry = this.#entries.get(key);
    return entry && { state: entry.state, lane: entry.lane, attempts: entry.attempts };
  }

  wait(key: string, signal?: AbortSignal): Promise<Outcome> {
    const entry = this.#entries.get(key);
    if (!entry) return Promise.reject(new UnknownJobError(key));
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (entry.outcome) return Promise.resolve(entry.outcome);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        entry.waiters.delete(tell);
        reject(signal?.reason);
        this.cancel(key); // nobody is there to read it
      };
      const tell = (outcome: Outcome): void => {
        signal?.removeEventListener('abort', leave);
        resolve(outcome);
      };
      entry.waiters.add(tell);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  cancel(key: string): boolean {
    const entry = this.#entries.get(key);
    if (!entry || entry.outcome) return false;
    const { attempt } = entry;
    if (attempt) this.#free(entry);
    this.#queues[entry.lane].delete(entry);
    clearTimeout(entry.pause);
    this.#finish(entry, { state: 'cancelled' });
    attempt?.stop(new CancelledError(key));
    this.#dispatch();
    return true;
  }

  load(): LoadSignal {
    return { fast: this.#loadOf('fast'), slow: this.#loadOf('slow'), advice: this.#advice() };
  }

  #join(entry: Entry, lane: Lane): void {
    entry.lane = lane;
    entry.state = 'waiting';
    entry.joinedAt = performance.now();
    this.#queues[lane].add(entry);
  }

  /** To be called after every change: starts whatever may start, and notes what is left waiting. */
  #dispatch(): void {
    for (let lane = this.#nextLane(); lane; lane = this.#nextLane()) this.#start(lane);
    const now = performance.now();
    for (const lane of lanes) this.#history[lane].noteWaiting(this.#queues[lane].size, now);
  }

  /**
   * Whose turn it is, or undefined if nobody's. The slow lane first, up to its own workers: a fast job with a worker of
   * its own lane left still finds that one, so only borrowers have to stand back.
   */
  #nextLane(): Lane | undefined {
    const { workers } = this.options;
    const { fast, slow } = this.#running;
    if (fast + slow >= workers.fast + workers.slow) return undefined;
    if (this.#queues.slow.size > 0 && slow < workers.slow) return 'slow';
    return this.#queues.fast.size > 0 ? 'fast' : undefined;
  }

  #start(lane: Lane): void {
    const entry = this.#queues[lane].next();
    if (!entry?.job) return;
    entry.state = 'running';
    entry.attempts += 1;
    this.#running[lane] += 1;
    entry.attempt = startAttempt(entry.job.work, entry.attempts, lane, this.options.limits[lane], ending =>
      this.#ended(entry, ending),
    );
  }

  #ended(entry: Entry, ending: Ending): void {
    const { lane, attempt } = entry;
    if (attempt) this.#history[lane].ended(performance.now() - attempt.startedAt);
    this.#free(entry);
    switch (ending.kind) {
      case 'value':
        this.#finish(entry, { state: 'done', value: ending.value });
        break;
      case 'error':
        this.#failed(entry, ending.error);
        break;
      case 'hard-limit':
        // What is too long for one lane may be usual in the other. What is too long there will be so again.
        if (lane === 'fast') this.#join(entry, 'slow');
        else this.#finish(entry, { state: 'failed', error: ending.error });
        break;
    }
    this.#dispatch();
  }

  #failed(entry: Entry, error: unknown): void {
    const { maxFailures, baseMs, capMs, isRetryable } = this.options.retry;
    entry.failures += 1;
    if (entry.failures >= maxFailures || !isRetryable(error)) {
      this.#finish(entry, { state: 'failed', error });
      return;
    }
    entry.state = 'pausing';
    entry.pause = setTimeout(
      () => {
        this.#join(entry, entry.lane);
        this.#dispatch();
      },
      Math.min(capMs, baseMs * 2 ** (entry.failures - 1)),
    );
  }

  #free(entry: Entry): void {
    entry.attempt = undefined;
    this.#running[entry.lane] -= 1;
  }

  #finish(entry: Entry, outcome: Outcome): void {
    entry.state = outcome.state;
    entry.outcome = outcome;
    entry.job = undefined;
    for (const tell of entry.waiters) tell(outcome);
    entry.waiters.clear();
    this.#shelf.put(entry);
  }

  #loadOf(lane: Lane): LaneLoad {
    const queue = this.#queues[lane];
    const { first, size: waiting } = queue;
    return {
      waiting,
      running: this.#running[lane],
      oldestWaitMs: first ? performance.now() - first.joinedAt : 0,
      meanMs: this.#history[lane].meanMs,
      backlogMs: this.#history[lane].backlogMs(waiting),
    };
  }

  #advice(): ScaleAdvice {
    const now = performance.now();
    if (lanes.some(lane => this.#history[lane].hasTooMuch(now))) return 'out';
    return lanes.every(lane => this.#history[lane].hasLittle(now)) ? 'in' : 'hold';
  }
}

export function createLaneScheduler(options: SchedulerOptions): LaneScheduler {
  return new Scheduler(options);
}
