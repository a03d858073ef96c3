import * as vscode from 'vscode';
import { questionViewType } from '../ids';
import type { Services } from '../services';

/** Brings question panels back after a reload of the window, or after its end. */
export function registerQuestionPanel({ panels, log }: Pick<Services, 'panels' | 'log'>): vscode.Disposable {
  const serializer = vscode.window.registerWebviewPanelSerializer(questionViewType, {
    deserializeWebviewPanel(panel, state: unknown) {
      if (!panels.restore(panel, state))
        log.warn('A question panel could not be brought back: it does not say which exercise it showed.');
      return Promise.resolve();
    },
  });
  // Whoever does not want editors back after a start does not want this one either.
  if (vscode.workspace.getConfiguration('workbench.editor').get('restoreEditors') !== false)
    panels.reopenLost();
  return serializer;
}
