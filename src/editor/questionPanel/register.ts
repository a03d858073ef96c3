import * as vscode from 'vscode';
import { questionViewType } from '../ids';
import type { DisposableStore } from '../lifecycle';
import { registerRevival } from '../revival';
import type { Services } from '../services';

/** Brings question panels back after a reload of the window, after its end, and after the end of the extension host alone. */
export function registerQuestionPanel({ panels, log }: Pick<Services, 'panels' | 'log'>): DisposableStore {
  const revival = registerRevival(
    {
      viewType: questionViewType,
      open: () => panels.all.map(({ visible, column }) => ({ visible, viewColumn: column })),
      restore: (panel, state) => {
        if (!panels.restore(panel, state))
          log.warn('A question panel could not be brought back: it does not say which exercise it showed.');
      },
      remake: title => panels.remake(title),
    },
    log,
  );
  // Whoever does not want editors back after a start does not want this one either.
  if (vscode.workspace.getConfiguration('workbench.editor').get('restoreEditors') !== false)
    panels.reopenLost();
  return revival;
}
