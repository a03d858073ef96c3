import { Worker } from 'node:worker_threads';
import type { CodeBlock, CodeToken } from '../../protocol/panel';
import type { ReadTheme } from './readTheme';

export interface HighlightRequest {
  readonly theme: ReadTheme;
  readonly blocks: readonly CodeBlock[];
}

/** Null for a block that stays as it is. */
export type HighlightResult = readonly (readonly CodeToken[] | null)[];

/** Milliseconds. */
interface Patience {
  /** For one request. */
  readonly answer: number;
  /** After the last one. */
  readonly idle: number;
}

/**
 * Colours code in a thread of its own. Grammars are regular expressions over text that a pack's author wrote: they take a
 * while to get ready, and may take for ever. Neither is a reason for the editor to stand still.
 */
export class HighlightThread {
  private worker: Worker | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private stopIdle: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: string,
    private readonly patience: Patience = { answer: 10_000, idle: 60_000 },
  ) {}

  /** Never rejects: what could not be coloured in time stays as it is. */
  ask(request: HighlightRequest): Promise<HighlightResult> {
    const answer = this.last.then(() => this.next(request));
    this.last = answer;
    return answer;
  }

  dispose(): void {
    clearTimeout(this.stopIdle);
    void this.worker?.terminate();
    this.worker = undefined;
  }

  private next(request: HighlightRequest): Promise<HighlightResult> {
    clearTimeout(this.stopIdle);
    // Its memory need not grow with a theme that somebody made.
    const worker = (this.worker ??= new Worker(this.file, {
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    }));
    worker.ref();
    return new Promise(resolve => {
      const settle = (result: HighlightResult | undefined): void => {
        clearTimeout(timer);
        // By name: with Node's own listeners gone, too, the worker would never be heard again.
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
        worker.on('error', () => this.dispose());
        worker.unref();
        if (result) {
          this.stopIdle = setTimeout(() => this.dispose(), this.patience.idle);
          this.stopIdle.unref();
        } else this.dispose();
        resolve(result ?? request.blocks.map(() => null));
      };
      const timer = setTimeout(() => settle(undefined), this.patience.answer);
      worker.once('message', settle);
      worker.once('error', () => settle(undefined));
      worker.once('exit', () => settle(undefined));
      worker.postMessage(request);
    });
  }
}
