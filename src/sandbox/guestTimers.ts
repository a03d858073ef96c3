import './realm';
import { record } from './checkRecord';
import { virtualClock as clock } from './time';

type Callback = (...args: unknown[]) => void;

/** Node's Timeout, as much of it as learners use. Everything leads to a number; the clock itself is out of reach. */
class TimerHandle {
  readonly #id: number;
  readonly #told: Set<number>;
  readonly #generation = clock.generation;

  /** @param told where its number is noted when somebody asks for it. */
  constructor(id: number, told: Set<number>) {
    this.#id = id;
    this.#told = told;
    Object.freeze(this);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    const id = TimerHandle.idOf(this);
    if (id !== undefined) clock.refresh(id);
    return this;
  }

  close(): this {
    const id = TimerHandle.idOf(this);
    if (id !== undefined) clock.clear(id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    if (TimerHandle.idOf(this) !== undefined) this.#told.add(this.#id);
    return this.#id;
  }

  /** Undefined for a handle of an earlier check, which a module may have kept. */
  static idOf(handle: object): number | undefined {
    return #id in handle && handle.#generation === clock.generation ? handle.#id : undefined;
  }
}
// A handle leads to its class otherwise, and the class makes handles of any timer.
Object.defineProperty(TimerHandle.prototype, 'constructor', { value: Object });
harden(TimerHandle);

/**
 * The timers of one side. A handle clears its own timer wherever it is; a number, which anybody could guess, only if this
 * side's handles have told it.
 */
export function createGuestTimers() {
  const told = new Set</* timer id */ number>();
  let generation = clock.generation;
  const handleOf = (id: number): TimerHandle => {
    if (generation !== clock.generation) told.clear();
    generation = clock.generation;
    return new TimerHandle(id, told);
  };
  const idOf = (value: unknown): number | undefined => {
    if (typeof value === 'object' && value !== null) return TimerHandle.idOf(value);
    const id = Number(value);
    return generation === clock.generation && told.has(id) ? id : undefined;
  };
  const clear = (value?: unknown): void => {
    const id = idOf(value);
    if (id !== undefined) clock.clear(id);
  };
  return harden({
    setTimeout: (run: Callback, ms?: unknown, ...args: unknown[]) =>
      handleOf(clock.setTimeout(run, ms, args)),
    setInterval: (run: Callback, ms?: unknown, ...args: unknown[]) =>
      handleOf(clock.setInterval(run, ms, args)),
    setImmediate: (run: Callback, ...args: unknown[]) => handleOf(clock.setImmediate(run, args)),
    clearTimeout: (value?: unknown) => clear(value),
    clearInterval: (value?: unknown) => clear(value),
    clearImmediate: (value?: unknown) => clear(value),
    queueMicrotask: (run: Callback) => microtask(run, []),
  });
}

/** An error in it belongs to the check that is running, as one in a timer does. */
export function microtask(run: Callback, args: readonly unknown[]): void {
  if (typeof run !== 'function') throw new TypeError('The "callback" argument must be of type function.');
  void Promise.resolve().then(() => {
    try {
      Reflect.apply(run, undefined, args);
    } catch (thrown) {
      record().stray ??= { thrown, where: 'in a microtask' };
    }
  });
}

/** `node:timers/promises`. */
export const timersPromises = harden({
  setTimeout: (ms?: unknown, value?: unknown) =>
    new Promise(resolve => clock.setTimeout(() => resolve(value), ms)),
  setImmediate: (value?: unknown) => new Promise(resolve => clock.setImmediate(() => resolve(value))),
});
