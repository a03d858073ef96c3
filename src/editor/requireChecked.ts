import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import { isChecked, type Exercise } from '../core/exercise';

/** @throws HumanError where there is no code: nothing to check, to debug, to reset or to compare. */
export function requireChecked(exercise: Exercise): void {
  if (isChecked(exercise)) return;
  throw new HumanError(
    'nothing-to-run',
    vscode.l10n.t(
      '“{0}” is answered in writing, so there is no code to work on. Open the question and write your answers there.',
      exercise.title,
    ),
  );
}
