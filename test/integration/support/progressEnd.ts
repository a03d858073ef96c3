import type * as vscode from 'vscode';
import type { ProgressPage } from '../../../src/editor/progress/progressPage';
import type {
  ProgressHostContract,
  ProgressPageChannel,
  ProgressPageContract,
  ProgressView,
} from '../../../src/protocol/progressPanel';
import { Channel } from '../../../src/protocol/rpc';

/** The end of the channel that the page about progress has: asks as the webview would, and hears what it is told. */
export class ProgressEnd implements vscode.Disposable {
  readonly channel: ProgressPageChannel;
  readonly told: ProgressView[] = [];
  private waiting: (() => void)[] = [];
  private readonly session;

  constructor(page: ProgressPage) {
    this.channel = new Channel<ProgressPageContract, ProgressHostContract>(
      frame => void this.session.receive(copy(frame)),
      {},
      {
        progress: view => {
          this.told.push(view);
          for (const look of this.waiting.splice(0)) look();
        },
      },
    );
    this.session = page.connect(frame => void this.channel.receive(copy(frame)));
  }

  /** The first view, told or to be told, that satisfies the condition. */
  async view(wanted: (view: ProgressView) => boolean): Promise<ProgressView> {
    for (;;) {
      const found = this.told.find(wanted);
      if (found) return found;
      await new Promise<void>(resolve => this.waiting.push(resolve));
    }
  }

  dispose(): void {
    this.session.dispose();
    this.channel.dispose();
  }
}

/** As a webview's messages are: what JSON cannot carry does not arrive. */
const copy = (frame: unknown): unknown => JSON.parse(JSON.stringify(frame));
