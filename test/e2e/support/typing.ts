import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';

/** Types words until it is told to stop, and knows when each letter had been typed. */
export class Typing {
  private readonly times: number[] = [];
  private stopped = false;

  constructor(
    private readonly page: Page,
    /** With every letter that may have arrived. */
    public text: string,
    private readonly random: () => number,
  ) {
    this.times = Array.from(text, () => -Infinity);
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      const letter = this.random() < 0.2 ? ' ' : String.fromCharCode(97 + Math.floor(this.random() * 26));
      this.text += letter;
      await this.page.keyboard.type(letter);
      this.times.push(performance.now());
      await delay(this.random() * 60);
    }
  }

  /** @param done what `run` has returned; it fails when the page is gone in the middle of a letter */
  async stop(done: Promise<void>): Promise<void> {
    this.stopped = true;
    await done.catch(() => undefined);
  }

  /** How long the text was at a moment, at least. */
  lengthAt(moment: number): number {
    return this.times.filter(time => time <= moment).length;
  }

  /** When the text was last this long and no longer: of what is missing, the first letter came then. */
  timeOf(length: number, end: number): number {
    return Math.min(this.times[length] ?? end, end);
  }
}
