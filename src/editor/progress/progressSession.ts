import * as vscode from 'vscode';
import { assertNever, HumanError } from '../../core/errors';
import { isExerciseRef } from '../../protocol/marker';
import {
  progressActions,
  type ProgressHostChannel,
  type ProgressHostContract,
  type ProgressPageContract,
} from '../../protocol/progressPanel';
import { Channel } from '../../protocol/rpc';
import { Coalescer } from '../coalescer';
import { showFailure } from '../guarded';
import { DisposableStore } from '../lifecycle';
import type { Services } from '../services';
import type { ProgressFlows } from './progressFlows';
import { progressView } from './progressView';

export type ProgressSessionServices = Pick<Services, 'packs' | 'progress' | 'flows' | 'log'>;

/** The extension's end of the channel to a page about progress. */
export class ProgressSession implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly channel: ProgressHostChannel;
  private readonly push = this.store.add(new Coalescer(30, () => this.send()));

  constructor(
    private readonly services: ProgressSessionServices,
    private readonly progressFlows: ProgressFlows,
    post: (frame: unknown) => void,
  ) {
    const { packs, progress, flows } = services;
    this.channel = this.store.add(
      new Channel<ProgressHostContract, ProgressPageContract>(
        post,
        {
          ready: async () => {
            await packs.ready;
            return this.view();
          },
        },
        {
          openExercise: ({ ref }) => this.quietly(() => flows.open(checked(ref))),
          act: ({ action }) => this.quietly(() => this.act(action)),
          resetExercise: ({ ref }) => this.quietly(() => progressFlows.reset(checked(ref))),
        },
      ),
    );
    for (const event of [packs.onDidChange, progress.onDidChange])
      this.store.add(event(() => this.push.trigger()));
  }

  async receive(message: unknown): Promise<void> {
    await this.channel.receive(message);
  }

  /** As time passes, exercises come back. */
  refresh(): void {
    this.push.trigger();
  }

  dispose(): void {
    this.store.dispose();
  }

  private view() {
    return progressView(this.services.packs.catalog, this.services.progress.current, Date.now());
  }

  private send(): void {
    this.channel.notify('progress', this.view());
  }

  private async act(action: unknown): Promise<void> {
    const known = progressActions.find(one => one === action);
    switch (known) {
      case 'export':
        return this.progressFlows.exportAll();
      case 'import':
        return this.progressFlows.importFile();
      case 'reset':
        return this.progressFlows.reset(undefined);
      case 'restore':
        return this.progressFlows.restore();
      case undefined:
        return;
      default:
        return assertNever(known);
    }
  }

  private quietly(work: () => Promise<unknown>): void {
    void Promise.resolve()
      .then(work)
      .catch((error: unknown) => showFailure(this.services.log, error));
  }
}

function checked<R extends string>(ref: R): R {
  if (typeof ref === 'string' && isExerciseRef(ref)) return ref;
  throw new HumanError('no-exercise', vscode.l10n.t('There is no such exercise.'));
}
