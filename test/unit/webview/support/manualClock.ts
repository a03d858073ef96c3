import type { Later } from '../../../../src/webview/autosave';

/** Time that passes when the test says so. */
export class ManualClock {
  private now = 0;
  private waiting: { readonly at: number; readonly run: () => void }[] = [];

  readonly later: Later = (run, ms) => {
    const entry = { at: this.now + ms, run };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter(other => other !== entry);
    };
  };

  advance(ms: number): void {
    this.now += ms;
    const due = this.waiting.filter(entry => entry.at <= this.now).sort((a, b) => a.at - b.at);
    this.waiting = this.waiting.filter(entry => !due.includes(entry));
    for (const { run } of due) run();
  }

  get pending(): number {
    return this.waiting.length;
  }
}
