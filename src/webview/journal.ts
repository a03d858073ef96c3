import type { Later } from './autosave';

/** Within the 300 ms that may be lost: the way to the host, and to the disk there, takes some of it. */
export const journalDelayMs = 100;

/**
 * Sends what changes often to where it is safe: the first change after a pause waits for a moment, and those in between go
 * along, so that nothing waits longer however long somebody types on.
 */
export class Journal<T> {
  private waiting: { readonly stop: () => void; value: T } | undefined;

  constructor(
    private readonly later: Later,
    private readonly send: (value: T) => void,
  ) {}

  note(value: T): void {
    if (this.waiting) this.waiting.value = value;
    else this.waiting = { value, stop: this.later(() => this.flush(), journalDelayMs) };
  }

  /** What waits goes now. */
  flush(): void {
    const { waiting } = this;
    if (!waiting) return;
    this.waiting = undefined;
    waiting.stop();
    this.send(waiting.value);
  }
}
