import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import { isExerciseRef } from '../../protocol/marker';
import {
  progressActions,
  type ProgressAction,
  type ProgressHostChannel,
  type ProgressHostContract,
  type ProgressPageContract,
  type ProgressView,
} from '../../protocol/progressPanel';
import { Channel } from '../../protocol/rpc';
import { Coalescer } from '../coalescer';
import { showFailure } from '../guarded';
import { DisposableStore } from '../lifecycle';
import type { Services } from '../services';
import { progressView } from './progressView';

export type ProgressSessionServices = Pick<Services, 'packs' | 'progress' | 'flows' | 'log' | 'backups'>;

/** What the buttons of the page do. */
interface Doing {
  act(action: ProgressAction): Promise<void>;
  reset(ref: ExerciseRef): Promise<void>;
}

/** The extension's end of the channel to a page about progress. */
export class ProgressSession implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly channel: ProgressHostChannel;
  private readonly push = this.store.add(
    new Coalescer(30, () => this.channel.notify('progress', this.view())),
  );

  constructor(
    private readonly services: ProgressSessionServices,
    doing: Doing,
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
          act: ({ action }) =>
            this.quietly(async () => {
              const known = progressActions.find(one => one === action);
              if (known) await doing.act(known);
            }),
          resetExercise: ({ ref }) => this.quietly(() => doing.reset(checked(ref))),
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

  private view(): ProgressView {
    return progressView(this.services.packs.catalog, this.services.progress.current, Date.now());
  }

  private quietly(work: () => Promise<unknown>): void {
    void Promise.resolve()
      .then(work)
      .catch((error: unknown) => showFailure(this.services.log, error));
  }
}

function checked(ref: ExerciseRef): ExerciseRef {
  if (typeof ref === 'string' && isExerciseRef(ref)) return ref;
  throw new HumanError('no-exercise', vscode.l10n.t('There is no such exercise.'));
}
