/**
 * Forgets things a fixed time after they were put here. Since everything stays equally long, the order of arrival is the
 * order of leaving: a queue and one timer, for any number of things.
 */
export class Shelf<T> {
  readonly #things = new Map<T, number>();
  #timer: TimerHandle | undefined;

  constructor(
    private readonly keepMs: number,
    private readonly forget: (thing: T) => void,
  ) {}

  put(thing: T): void {
    this.#things.set(thing, performance.now() + this.keepMs);
    if (this.#timer === undefined) this.#arm(this.keepMs);
  }

  #arm(ms: number): void {
    this.#timer = setTimeout(() => this.#clear(), ms);
  }

  #clear(): void {
    this.#timer = undefined;
    const now = performance.now();
    for (const [thing, until] of this.#things) {
      if (until > now) {
        this.#arm(until - now);
        return;
      }
      this.#things.delete(thing);
      this.forget(thing);
    }
  }
}
