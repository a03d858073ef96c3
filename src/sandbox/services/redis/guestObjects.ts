import type { CustomCommands } from './customCommands';

/** Values that one call puts on the stack: 16 KiB, more than all that a command takes until it is on its way. */
const weight: readonly unknown[] = new Array(2_048).fill(0);

const nothing = (): void => undefined;

/** What a method does, once it is known whose it is. */
export type Method<State> = (state: State, self: object, args: readonly unknown[]) => unknown;

/**
 * Makes what guests hold: a frozen object whose state only we can reach. Commands that were defined later are found
 * through it as well, which is why it is a Proxy; its target has nothing of its own.
 */
export class GuestObjects<State extends { readonly custom: CustomCommands }> {
  private readonly states = new WeakMap<object, State>();
  private prototype: object = Object.prototype;

  /** @param runCustom what calling a custom command does */
  constructor(
    private readonly harden: <T>(value: T) => T,
    private readonly runCustom: (
      state: State,
      self: object,
      name: string,
      args: readonly unknown[],
    ) => unknown,
  ) {}

  /** Sets what every object can do, and what it shows. Called once, before the first is made. */
  define(
    methods: Readonly<Record<string, Method<State>>>,
    getters: Readonly<Record<string, (state: State) => unknown>>,
  ): void {
    const prototype = {};
    for (const [name, run] of Object.entries(methods))
      Object.defineProperty(prototype, name, { value: this.method(name, run), enumerable: true });
    for (const [name, read] of Object.entries(getters)) {
      const { stateOf } = this;
      const accessor = {
        get [name](): unknown {
          return read(stateOf(this));
        },
      };
      Object.defineProperty(prototype, name, {
        get: Reflect.getOwnPropertyDescriptor(accessor, name)!.get!,
        enumerable: true,
      });
    }
    this.prototype = this.harden(prototype);
  }

  has(name: string): boolean {
    return name in this.prototype;
  }

  make(state: State): object {
    const custom = new Map</* name */ string, unknown>();
    const target = Object.freeze(Object.create(this.prototype) as object);
    const guest: object = new Proxy(target, {
      get: (_, key) => {
        if (!state.custom.has(key)) return Reflect.get(target, key, guest) as unknown;
        const name = key as string;
        if (!custom.has(name))
          custom.set(
            name,
            this.method(name, (found, self, args) => this.runCustom(found, self, name, args)),
          );
        return custom.get(name);
      },
      has: (_, key) => state.custom.has(key) || Reflect.has(target, key),
    });
    this.states.set(guest, state);
    return guest;
  }

  private readonly stateOf = (self: unknown): State => {
    const state = typeof self === 'object' && self !== null ? this.states.get(self) : undefined;
    if (!state) throw new TypeError('This method belongs to a Redis client: call it on one.');
    return state;
  };

  private method(name: string, run: Method<State>): unknown {
    const { stateOf } = this;
    const methods = {
      [name](this: object, ...args: unknown[]): unknown {
        Reflect.apply(nothing, undefined, weight); // throws here, before anything has been done
        return run(stateOf(this), this, args);
      },
    };
    return this.harden(methods[name]);
  }
}
