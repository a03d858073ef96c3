import type { SharedDecision, SharedLimiter, SharedLimiterOptions, Store } from './types';

/** Requests admitted in slice number `at`, which is `[at * width, (at + 1) * width)` on the store's clock. */
interface Slice {
  readonly at: number;
  readonly count: number;
}

/**
 * The limit in sixty slices of a window instead of one entry per request: the size in the store does not grow with
 * the limit, and a request may be held against the user for one slice longer than it should.
 *
 * Written with compare-and-set: read, decide, write if nobody else has written, else again. Each failure means that
 * another server got its write in, so all of them together always make headway. Two round trips when alone; under
 * contention for one key more, bounded by `timeoutMs`.
 */
class SharedSlices implements SharedLimiter {
  private readonly width: number;

  constructor(private readonly options: SharedLimiterOptions) {
    this.width = Math.max(1, Math.floor(options.windowMs / 60));
  }

  async check(key: string): Promise<SharedDecision> {
    const { name, store, timeoutMs, whenStoreFails, windowMs } = this.options;
    const entry = `limit:${name.length}:${name}:${key}`;
    const call = new AbortController();
    let timer: TimerHandle | undefined;
    try {
      const expired = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('the store is too slow')), timeoutMs);
      });
      return await Promise.race([this.decide(store, entry, call.signal), expired]);
    } catch {
      const open = whenStoreFails === 'open';
      return {
        allowed: open,
        remaining: 0,
        retryAfterMs: open ? 0 : Math.min(windowMs, 1_000),
        degraded: true,
      };
    } finally {
      clearTimeout(timer);
      // Nobody waits for the answer any more: do not go on writing.
      call.abort();
    }
  }

  private async decide(store: Store, entry: string, signal: AbortSignal): Promise<SharedDecision> {
    const { limit, windowMs } = this.options;
    for (;;) {
      const [text, now] = await Promise.all([store.get(entry), store.time()]);
      signal.throwIfAborted();
      const slices = parse(text).filter(slice => this.leavesAt(slice) > now);
      const used = slices.reduce((sum, { count }) => sum + count, 0);
      if (used >= limit) return this.refuse(slices, used, now);

      const next = addTo(slices, Math.floor(now / this.width));
      if (await store.compareAndSet(entry, text, format(next), windowMs + this.width)) {
        return { allowed: true, remaining: limit - used - 1, retryAfterMs: 0, degraded: false };
      }
      signal.throwIfAborted();
    }
  }

  /** A slice counts as a whole until its last moment has left the window. */
  private leavesAt({ at }: Slice): number {
    return (at + 1) * this.width + this.options.windowMs;
  }

  private refuse(slices: readonly Slice[], used: number, now: number): SharedDecision {
    let left = used;
    const blocking = slices.find(({ count }) => (left -= count) < this.options.limit);
    const retryAfterMs = blocking ? this.leavesAt(blocking) - now : this.options.windowMs;
    return { allowed: false, remaining: 0, retryAfterMs, degraded: false };
  }
}

/** The time was read beside the value, so it may be older than the newest slice: then that one takes the request. */
function addTo(slices: readonly Slice[], at: number): Slice[] {
  const last = slices.at(-1);
  if (!last || last.at < at) return [...slices, { at, count: 1 }];
  return [...slices.slice(0, -1), { at: last.at, count: last.count + 1 }];
}

const parse = (text: string | undefined): Slice[] =>
  (text ?? '')
    .split(' ')
    .filter(part => part !== '')
    .map(part => {
      const [at = '', count = ''] = part.split(':');
      return { at: parseInt(at, 36), count: parseInt(count, 36) };
    });

const format = (slices: readonly Slice[]): string =>
  slices.map(({ at, count }) => `${at.toString(36)}:${count.toString(36)}`).join(' ');

export const createSharedLimiter = (options: SharedLimiterOptions): SharedLimiter =>
  new SharedSlices(options);
