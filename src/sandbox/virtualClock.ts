/**
 * Time that moves only when it is told to. Timers sit in a binary heap ordered by (due, order of creation), so that
 * the same calls always give the same order. The wall clock is the monotonic time plus an offset that a suite may
 * change, as NTP or an operator would; timers follow the monotonic time.
 */

/** 2026-03-02T10:00:00.000Z: what the wall clock shows when a check begins. */
export const epoch = Date.UTC(2026, 2, 2, 10);

/** Node's own: longer delays, and delays that are not numbers, become 1 ms. */
const maxDelay = 2_147_483_647;
const maxPending = 100_000;
const maxFiredWithoutTimePassing = 10_000;
/** Too few to be worth tidying. */
const fewEntries = 64;

interface Timer {
  readonly id: number;
  readonly delay: number;
  readonly repeats: boolean;
  readonly run: (...args: unknown[]) => void;
  readonly args: readonly unknown[];
  due: number;
  order: number;
}

/** A place in the heap. It is stale when its timer has been cleared, fired or moved since. */
interface Entry {
  readonly due: number;
  readonly order: number;
  readonly id: number;
}

export interface ClockOptions {
  /** Resolves when every promise job that is due has run. */
  settle(): Promise<void>;
  /** A timer's callback threw. */
  onThrow(thrown: unknown): void;
  /** Makes the error for a mistake that the learner should see. */
  fail(message: string): Error;
}

export class VirtualClock {
  private monotonic = 0;
  private offset = epoch;
  /** How long the learner's process seems to have run before the check. */
  private age = 0;
  private heap: Entry[] = [];
  private readonly timers = new Map</* timer id */ number, Timer>();
  private nextId = 1;
  private nextOrder = 0;
  private firedSinceTimePassed = 0;
  private working = 0;
  private resets = 0;

  constructor(private readonly options: ClockOptions) {}

  /** Milliseconds since the check began. */
  elapsed(): number {
    return this.monotonic;
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.monotonic + this.offset;
  }

  /** What `performance.now()` shows. */
  uptime(): number {
    return this.monotonic + this.age;
  }

  pending(): number {
    return this.timers.size;
  }

  /** The suite is waiting for the clock itself, so that a promise which is pending may still settle. */
  get busy(): boolean {
    return this.working > 0;
  }

  setWallClock(moment: number): void {
    this.offset = moment - this.monotonic;
  }

  setUptime(ms: number): void {
    this.age = ms - this.monotonic;
  }

  jumpWallClock(ms: number): void {
    this.offset += ms;
  }

  /** How often the clock has begun again: a timer's id means nothing after that. */
  get generation(): number {
    return this.resets;
  }

  /** Back to the beginning; pending timers are dropped. */
  reset(): void {
    this.resets++;
    this.monotonic = 0;
    this.offset = epoch;
    this.age = 0;
    this.heap = [];
    this.timers.clear();
    this.nextId = 1;
    this.nextOrder = 0;
    this.firedSinceTimePassed = 0;
  }

  setTimeout(run: (...args: unknown[]) => void, ms: unknown, args: readonly unknown[] = []): number {
    return this.add(run, delayOf(ms), args, false);
  }

  setInterval(run: (...args: unknown[]) => void, ms: unknown, args: readonly unknown[] = []): number {
    return this.add(run, delayOf(ms), args, true);
  }

  /** Due at once, behind what is due already. */
  setImmediate(run: (...args: unknown[]) => void, args: readonly unknown[] = []): number {
    return this.add(run, 0, args, false);
  }

  /** Once, at a moment of `elapsed()`, which may lie between two milliseconds. What has passed is due at once. */
  at(moment: number, run: () => void): number {
    return this.add(run, Math.max(0, moment - this.monotonic), [], false);
  }

  clear(id: number): void {
    if (this.timers.delete(id)) this.compact();
  }

  /** Starts the timer's delay again, also after it has fired, as Node's `timeout.refresh()` does. */
  refresh(id: number): void {
    const timer = this.timers.get(id);
    if (timer) this.schedule(timer, this.monotonic + timer.delay);
  }

  has(id: number): boolean {
    return this.timers.has(id);
  }

  tick(ms: number): void {
    const end = this.monotonic + duration(ms);
    for (let timer; (timer = this.takeDue(end));) this.fire(timer);
    this.monotonic = Math.max(this.monotonic, end);
  }

  advance(ms: number): Promise<void> {
    const end = this.monotonic + duration(ms);
    return this.work(async () => {
      await this.options.settle();
      for (let timer; (timer = this.takeDue(end));) {
        this.fire(timer);
        await this.options.settle();
      }
      this.monotonic = Math.max(this.monotonic, end);
    });
  }

  runAll(limit: number): Promise<void> {
    return this.work(async () => {
      await this.options.settle();
      for (let fired = 0, timer; (timer = this.takeDue(Infinity)); fired++) {
        if (fired >= limit) throw this.options.fail(`Timers are still pending after ${limit} have fired.`);
        this.fire(timer);
        await this.options.settle();
      }
    });
  }

  /**
   * Fires timers until `isDone`, which is asked after each of them. False if that did not come to pass by `end` (of
   * `elapsed()`), or if no timer is left that could bring it about.
   */
  runUntil(isDone: () => boolean, end: number): Promise<boolean> {
    return this.work(async () => {
      await this.options.settle();
      for (let timer; !isDone(); await this.options.settle()) {
        timer = this.takeDue(end);
        if (!timer) {
          if (this.timers.size > 0) this.monotonic = Math.max(this.monotonic, end);
          return false;
        }
        this.fire(timer);
      }
      return true;
    });
  }

  /** Counts as the suite's own waiting for as long as `step` takes. */
  async work<T>(step: () => Promise<T>): Promise<T> {
    this.working++;
    try {
      return await step();
    } finally {
      this.working--;
    }
  }

  private add(
    run: (...args: unknown[]) => void,
    delay: number,
    args: readonly unknown[],
    repeats: boolean,
  ): number {
    if (typeof run !== 'function') throw new TypeError('The "callback" argument must be of type function.');
    if (this.timers.size >= maxPending)
      throw this.options.fail(`There are ${maxPending} pending timers, which is the limit.`);
    const timer: Timer = { id: this.nextId++, delay, repeats, run, args, due: 0, order: 0 };
    this.timers.set(timer.id, timer);
    this.schedule(timer, this.monotonic + delay);
    return timer.id;
  }

  private schedule(timer: Timer, due: number): void {
    timer.due = due;
    timer.order = this.nextOrder++;
    push(this.heap, { due, order: timer.order, id: timer.id });
    this.compact();
  }

  /** Cleared timers leave their places behind; when most places are such, they go, and the memory with them. */
  private compact(): void {
    if (this.heap.length <= fewEntries || this.heap.length <= 2 * this.timers.size) return;
    this.heap = this.heap
      .filter(({ id, order }) => this.timers.get(id)?.order === order)
      .sort((a, b) => (before(a, b) ? -1 : 1)); // a sorted array is a heap
  }

  /** The next timer that is due by `end`, with the time moved on to it. */
  private takeDue(end: number): Timer | undefined {
    for (let entry; (entry = this.heap[0]);) {
      const timer = this.timers.get(entry.id);
      if (timer?.order !== entry.order) {
        pop(this.heap);
        continue;
      }
      if (entry.due > end) return undefined;
      pop(this.heap);
      this.passTo(entry.due);
      return timer;
    }
    return undefined;
  }

  private passTo(moment: number): void {
    if (moment > this.monotonic) {
      this.monotonic = moment;
      this.firedSinceTimePassed = 0;
      return;
    }
    if (++this.firedSinceTimePassed <= maxFiredWithoutTimePassing) return;
    this.timers.clear();
    this.heap = [];
    throw this.options.fail(
      `${maxFiredWithoutTimePassing} timers fired without time passing: a timer that sets itself again at once never ends.`,
    );
  }

  private fire(timer: Timer): void {
    if (timer.repeats) this.schedule(timer, timer.due + Math.max(1, timer.delay));
    else this.timers.delete(timer.id);
    try {
      Reflect.apply(timer.run, undefined, timer.args);
    } catch (thrown) {
      this.options.onThrow(thrown);
    }
  }
}

function delayOf(ms: unknown): number {
  const delay = Math.trunc(Number(ms));
  return delay >= 1 && delay <= maxDelay ? delay : 1;
}

function duration(ms: number): number {
  if (typeof ms !== 'number' || !(ms >= 0) || ms === Infinity)
    throw new RangeError(`Time passes by a number of milliseconds that is not negative, got ${String(ms)}.`);
  return ms;
}

const before = (a: Entry, b: Entry): boolean => a.due < b.due || (a.due === b.due && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(entry, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
}
