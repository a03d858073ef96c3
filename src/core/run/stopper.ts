import type { Cancellation } from './request';

/** Stops a run from inside this layer, which has no `AbortController`. */
export class Stopper implements Cancellation {
  private stopped = false;
  private readonly listeners = new Set<() => void>();
  private readonly outerStopped = (): void => this.stop();

  /** @param outer stops this one too. */
  constructor(private readonly outer?: Cancellation) {
    if (outer?.aborted) this.stopped = true;
    outer?.addEventListener('abort', this.outerStopped, { once: true });
  }

  get aborted(): boolean {
    return this.stopped;
  }

  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const listener of listeners) listener();
  }

  /** Hears no more of the outer one, which may live much longer. */
  dispose(): void {
    this.outer?.removeEventListener('abort', this.outerStopped);
    this.listeners.clear();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }
}
