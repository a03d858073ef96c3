import * as vscode from 'vscode';
import { toError } from '../../core/errors';
import { questionViewType } from '../ids';
import { DisposableStore } from '../lifecycle';
import type { Services } from '../services';
import { upToDate } from './panels';

/** Brings question panels back after a reload of the window, after its end, and after the end of the extension host alone. */
export function registerQuestionPanel({ panels, log }: Pick<Services, 'panels' | 'log'>): DisposableStore {
  const store = new DisposableStore();
  store.add(
    vscode.window.registerWebviewPanelSerializer(questionViewType, {
      deserializeWebviewPanel(panel, state: unknown) {
        if (!panels.restore(panel, state))
          log.warn('A question panel could not be brought back: it does not say which exercise it showed.');
        return Promise.resolve();
      },
    }),
  );
  let last: Promise<void> = Promise.resolve();
  const lookForOrphans = (): void => {
    if (!panels.mayHaveOrphans) return;
    last = last
      .then(async () => {
        // Once for what is in front now, and once for what the editor hands over because of it.
        await upToDate();
        await upToDate();
        if (!store.disposed) await panels.replaceOrphans();
      })
      .catch((error: unknown) => log.warn(`Question panels not replaced: ${toError(error).message}`));
  };
  lookForOrphans();
  store.add(vscode.window.tabGroups.onDidChangeTabs(lookForOrphans)); // those behind others, when they are shown
  // Whoever does not want editors back after a start does not want this one either.
  if (vscode.workspace.getConfiguration('workbench.editor').get('restoreEditors') !== false)
    panels.reopenLost();
  return store;
}
