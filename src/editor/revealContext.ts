import * as vscode from 'vscode';
import { assertNever } from '../core/errors';
import { isChecked, type Exercise, type RevealWhen } from '../core/exercise';
import type { ExerciseProgress } from '../core/progress';
import type { RevealContext } from '../core/reveal';

/** What the reveal rule asks about, for practice: nothing is handed in and nothing falls due. */
export const revealContext = (entry: ExerciseProgress): RevealContext => ({
  runs: entry.runs,
  passed: entry.firstPassAt !== null,
  submitted: false,
  due: false,
});

/** When something hidden will be shown. */
export function revealSentence(when: RevealWhen, exercise: Pick<Exercise, 'suites'>): string {
  switch (when.at) {
    case 'always':
      return vscode.l10n.t('Shown at once.');
    case 'after-runs':
      return vscode.l10n.t('Shown after {0} checks, or when all of them pass.', when.runs);
    case 'after-pass':
      return isChecked(exercise)
        ? vscode.l10n.t('Shown when every check has passed.')
        : vscode.l10n.t('Shown when every discussion is answered.');
    case 'after-submit':
      return vscode.l10n.t('Shown after you have handed in.');
    case 'after-due':
      return vscode.l10n.t('Shown after the deadline.');
    case 'never':
      return vscode.l10n.t('Not shown.');
    default:
      return assertNever(when);
  }
}
