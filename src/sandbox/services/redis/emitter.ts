type Listener = (...args: unknown[]) => void;

const maxListeners = 1_000;

/** Events of a client. Listeners are called on a stack of their own, in the order of the events. */
export class Emitter {
  private readonly listeners = new Map<
    /* event */ string,
    { readonly listener: Listener; readonly once: boolean }[]
  >();
  private count = 0;

  add(event: unknown, listener: unknown, once: boolean): void {
    if (typeof listener !== 'function')
      throw new TypeError('The "listener" argument must be of type function.');
    if (++this.count > maxListeners) throw new RangeError(`A client has at most ${maxListeners} listeners.`);
    const known = this.listeners.get(nameOf(event)) ?? [];
    this.listeners.set(nameOf(event), [...known, { listener: listener as Listener, once }]);
  }

  remove(event: unknown, listener: unknown): void {
    const known = this.listeners.get(nameOf(event)) ?? [];
    const index = known.findLastIndex(entry => entry.listener === listener);
    if (index < 0) return;
    this.count--;
    this.listeners.set(nameOf(event), known.toSpliced(index, 1));
  }

  removeAll(event: unknown): void {
    if (event === undefined) this.listeners.clear();
    else this.listeners.delete(nameOf(event));
    this.count = [...this.listeners.values()].reduce((sum, { length }) => sum + length, 0);
  }

  countOf(event: unknown): number {
    return this.listeners.get(nameOf(event))?.length ?? 0;
  }

  emit(event: string, args: readonly unknown[]): void {
    void Promise.resolve().then(() => {
      for (const { listener, once } of this.listeners.get(event) ?? []) {
        if (once) this.remove(event, listener);
        // An error in one belongs to whoever wrote it, and does not keep the others from being called.
        void Promise.resolve().then(() => {
          Reflect.apply(listener, undefined, args);
        });
      }
    });
  }
}

/** Nothing of a guest's is run to find out. */
const nameOf = (event: unknown): string => (typeof event === 'string' ? event : '');
