import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import { isChecked } from '../core/exercise';
import type { ExerciseCard } from '../core/pack/packIndex';

/** @throws HumanError where there is no code: nothing to check, to debug, to reset or to compare. */
export function requireChecked(exercise: Pick<ExerciseCard, 'suites' | 'title'>): void {
  if (isChecked(exercise)) return;
  throw new HumanError(
    'nothing-to-run',
    vscode.l10n.t(
      '“{0}” is answered in writing, so there is no code to work on. Open the question and write your answers there.',
      exercise.title,
    ),
  );
}
