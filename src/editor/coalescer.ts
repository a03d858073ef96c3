import type { Disposable } from 'vscode';

/** Calls `run` once, `ms` after the last of a burst of `trigger()`s, and never twice at a time. */
export class Coalescer implements Disposable {
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private again = false;
  private disposed = false;

  constructor(
    private readonly ms: number,
    private readonly run: () => void | Promise<void>,
  ) {}

  trigger(): void {
    if (this.disposed) return;
    if (this.running) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.fire(), this.ms);
  }

  dispose(): void {
    this.disposed = true;
    this.again = false;
    clearTimeout(this.timer);
  }

  private async fire(): Promise<void> {
    this.running = true;
    try {
      await this.run();
    } finally {
      this.running = false;
      if (this.again) {
        this.again = false;
        this.trigger();
      }
    }
  }
}
