import './realm';
import { record } from './checkRecord';
import { virtualClock as clock } from './time';

type Callback = (...args: unknown[]) => void;

/** Node's Timeout, as much of it as learners use. Everything leads to a number; the clock itself is out of reach. */
class TimerHandle {
  readonly #id: number;
  readonly #generation = clock.generation;

  constructor(id: number) {
    this.#id = id;
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
    clear(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  /** Undefined for a handle of an earlier check, which a module may have kept. */
  static idOf(handle: object): number | undefined {
    return #id in handle && handle.#generation === clock.generation ? handle.#id : undefined;
  }
}
harden(TimerHandle);

function clear(value: unknown): void {
  const id = typeof value === 'object' && value !== null ? TimerHandle.idOf(value) : Number(value);
  if (id !== undefined) clock.clear(id);
}

export const guestTimers = {
  setTimeout: (run: Callback, ms?: unknown, ...args: unknown[]) =>
    new TimerHandle(clock.setTimeout(run, ms, args)),
  setInterval: (run: Callback, ms?: unknown, ...args: unknown[]) =>
    new TimerHandle(clock.setInterval(run, ms, args)),
  setImmediate: (run: Callback, ...args: unknown[]) => new TimerHandle(clock.setImmediate(run, args)),
  clearTimeout: (value?: unknown) => clear(value),
  clearInterval: (value?: unknown) => clear(value),
  clearImmediate: (value?: unknown) => clear(value),
  queueMicrotask: (run: Callback) => microtask(run, []),
};

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
