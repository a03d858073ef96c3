import './realm';
import { createGuestConsole } from './guestConsole';
import { createGuestDate, createGuestIntl } from './guestDate';
import { microtask } from './guestTimers';
import { read, textOf } from './shownText';
import { virtualClock as clock } from './time';
import type { RandomStream } from './randomStream';
import { epoch } from './virtualClock';

/** The stream behind `Math.random` and `crypto`; changed before every check. */
let stream: RandomStream = () => 0;

export function setGuestRandom(next: RandomStream): void {
  stream = next;
}

/**
 * What an evaluated module finds besides the language and its side's timers. Every function is ours and everything is frozen: host objects
 * and host error classes never get in.
 */
export const guestGlobals: Readonly<Record<string, unknown>> = harden({
  console: createGuestConsole(),
  Date: createGuestDate(),
  Intl: createGuestIntl(),
  Math: createGuestMath(),
  WeakRef,
  FinalizationRegistry,
  // SES keeps these out, because the bits of a NaN can be a covert channel: of no concern here.
  Float32Array,
  Float64Array,
  performance: {
    now: () => clock.uptime(),
    timeOrigin: epoch,
    mark: () => undefined,
    measure: () => undefined,
  },
  crypto: createGuestCrypto(),
  structuredClone: withoutHostErrors('structuredClone', structuredClone as (value: unknown) => unknown),
  btoa: withoutHostErrors('btoa', btoa),
  atob: withoutHostErrors('atob', atob),
  process: createGuestProcess(),
});

function createGuestMath(): object {
  const guest = Object.create(Object.prototype) as object;
  for (const key of Reflect.ownKeys(Math))
    if (key !== 'random') Object.defineProperty(guest, key, Reflect.getOwnPropertyDescriptor(Math, key)!);
  const methods = { random: () => stream() };
  Object.defineProperty(guest, 'random', { value: methods.random });
  return guest;
}

const word = (): number => Math.floor(stream() * 0x1_0000);
const hex = (): string => word().toString(16).padStart(4, '0');

function createGuestCrypto(): object {
  return {
    randomUUID: () =>
      `${hex()}${hex()}-${hex()}-4${hex().slice(1)}-${(8 + (word() & 3)).toString(16)}${hex().slice(1)}-${hex()}${hex()}${hex()}`,
    getRandomValues: (array: Uint8Array): Uint8Array => {
      for (let index = 0; index < array.length; index++) array[index] = Math.floor(stream() * 0x1_0000_0000);
      return array;
    },
  };
}

/** Host functions throw errors of classes that a guest could change: theirs are ours instead. */
function withoutHostErrors<T>(name: string, host: (value: T) => unknown): (value: T) => unknown {
  const guest = {
    [name]: (value: T): unknown => {
      try {
        return host(value);
      } catch (error) {
        // Without a cause: it would be the host's error again.
        // eslint-disable-next-line preserve-caught-error
        throw new TypeError(textOf(read(error as object, 'message')));
      }
    },
  };
  return guest[name]!;
}

/** A look-alike: plain data and virtual time, for code that schedules with it or prints it. */
function createGuestProcess(): object {
  const absent = (name: string) => () => {
    throw new Error(`process.${name} is not available in an exercise.`);
  };
  const nanoseconds = (): bigint => BigInt(Math.round(clock.uptime() * 1e6));
  const hrtime = (earlier?: readonly [number, number]): [number, number] => {
    const now = nanoseconds();
    const [seconds, rest] = [Number(now / 1_000_000_000n), Number(now % 1_000_000_000n)];
    if (!earlier) return [seconds, rest];
    const borrow = rest < earlier[1] ? 1 : 0;
    return [seconds - earlier[0] - borrow, rest - earlier[1] + borrow * 1_000_000_000];
  };
  return {
    nextTick: (run: (...args: unknown[]) => void, ...args: unknown[]) => microtask(run, args),
    hrtime: Object.assign(hrtime, { bigint: nanoseconds }),
    uptime: () => clock.uptime() / 1_000,
    env: {},
    argv: [],
    platform: 'exercise',
    version: '',
    versions: {},
    exit: absent('exit'),
    abort: absent('abort'),
    kill: absent('kill'),
    on: absent('on'),
    memoryUsage: absent('memoryUsage'),
  };
}
