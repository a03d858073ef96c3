import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import { questionViewType } from '../ids';
import type { Services } from '../services';

/** Brings question panels back after a reload of the window; which exercise it was is kept by the panel itself. */
export function registerQuestionPanel({ panels, log }: Pick<Services, 'panels' | 'log'>): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(questionViewType, {
    deserializeWebviewPanel(panel, state: unknown) {
      const ref = refIn(state);
      if (ref) panels.adopt(panel, ref);
      else {
        log.warn('A question panel could not be brought back: it does not say which exercise it showed.');
        panel.dispose();
      }
      return Promise.resolve();
    },
  });
}

function refIn(state: unknown): ExerciseRef | undefined {
  const ref = typeof state === 'object' && state !== null && 'ref' in state ? state.ref : undefined;
  return typeof ref === 'string' && isRef(ref) ? ref : undefined;
}

const isRef = (text: string): text is ExerciseRef => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(text);
