import * as vscode from 'vscode';
import { guarded, showFailure } from '../guarded';
import { progressViewType, registerCommand } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Services } from '../services';
import { findTarget } from '../targets';
import { sizeOf } from './progressBackups';
import { ProgressFlows } from './progressFlows';
import { ProgressPanel } from './progressPanel';
import { ProgressSession } from './progressSession';

/** The page about progress and the commands that take progress away, bring it back and forget it. */
export function registerProgress(services: Services): DisposableStore & {
  readonly panel: ProgressPanel;
  connect(post: (frame: unknown) => void): ProgressSession;
  settle(): Promise<void>;
} {
  const { extension, packs, attempts, progress, backups, log } = services;
  const store = new DisposableStore();
  const flows = new ProgressFlows(services);
  const connect = (post: (frame: unknown) => void): ProgressSession =>
    new ProgressSession(services, flows, post);
  const panel = store.add(new ProgressPanel(extension, connect));

  store.add(
    registerCommand(
      'designDrills.showProgress',
      guarded(log, () => panel.open()),
    ),
  );
  store.add(
    registerCommand(
      'designDrills.exportProgress',
      guarded(log, () => flows.exportAll()),
    ),
  );
  store.add(
    registerCommand(
      'designDrills.importProgress',
      guarded(log, () => flows.importFile()),
    ),
  );
  store.add(
    registerCommand(
      'designDrills.restoreProgress',
      guarded(log, () => flows.restore()),
    ),
  );
  store.add(
    registerCommand(
      'designDrills.resetProgress',
      guarded(log, async target => {
        await Promise.all([packs.ready, attempts.ready]);
        await flows.reset(target === undefined ? undefined : findTarget(services, target));
      }),
    ),
  );
  store.add(
    vscode.window.registerWebviewPanelSerializer(progressViewType, {
      deserializeWebviewPanel: webview => Promise.resolve(panel.adopt(webview)),
    }),
  );

  // What was done here before a reset elsewhere is forgotten here too, and not without a copy.
  const settle = async (): Promise<void> => {
    const taken = progress.takenByOthers;
    if (sizeOf(taken).exercises === 0) return;
    await backups.write(taken, new Date());
    await progress.settle();
    log.info(
      'Progress was reset on another machine. A copy of what was done on this one is kept: Restore Progress…',
    );
  };
  const lookAgain = (): void => {
    progress.lookAgain();
    void settle().catch((error: unknown) => showFailure(log, error));
  };
  store.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && lookAgain()));
  lookAgain();
  return Object.assign(store, { panel, connect, settle });
}
