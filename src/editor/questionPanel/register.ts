import * as vscode from 'vscode';
import { questionViewType } from '../ids';
import type { Services } from '../services';

/** Brings question panels back after a reload of the window. */
export const registerQuestionPanel = ({ panels, log }: Pick<Services, 'panels' | 'log'>): vscode.Disposable =>
  vscode.window.registerWebviewPanelSerializer(questionViewType, {
    deserializeWebviewPanel(panel, state: unknown) {
      if (!panels.restore(panel, state))
        log.warn('A question panel could not be brought back: it does not say which exercise it showed.');
      return Promise.resolve();
    },
  });
