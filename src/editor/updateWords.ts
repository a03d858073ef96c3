import * as vscode from 'vscode';
import { assertNever } from '../core/errors';
import { isKept, type AttemptUpdate, type UpdateStep } from '../core/attemptUpdate';

/** What has happened to an exercise since an attempt at it was begun. */
export function newsSentence(title: string, update: AttemptUpdate): string {
  const { from, to, change, steps } = update;
  const what = steps.length === 0 ? '' : ` ${countsOf(steps)}`;
  switch (change) {
    case 'newer':
      return vscode.l10n.t('“{0}” has changed since you began ({1} → {2}).', title, from, to) + what;
    case 'older':
      return (
        vscode.l10n.t(
          'You began “{0}” with version {1} of its pack; the one that is installed is older ({2}). Checks run all the same.',
          title,
          from,
          to,
        ) + what
      );
    case 'same':
      return vscode.l10n.t('“{0}” has changed since you began.', title) + what;
    default:
      return assertNever(change);
  }
}

export function doneSentence(title: string, { to, steps }: AttemptUpdate): string {
  const kept = steps.filter(isKept).map(({ path }) => path);
  return [
    vscode.l10n.t('“{0}” is now as version {1} has it.', title, to),
    ...(kept.length > 0 ? [vscode.l10n.t('Left as they were: {0}.', kept.join(', '))] : []),
  ].join(' ');
}

/** "2 files move on, 1 of yours stays." */
function countsOf(steps: readonly UpdateStep[]): string {
  const stay = steps.filter(isKept).length;
  const move = steps.length - stay;
  const parts = [
    ...(move === 1 ? [vscode.l10n.t('1 file moves on')] : []),
    ...(move > 1 ? [vscode.l10n.t('{0} files move on', move)] : []),
    ...(stay === 1 ? [vscode.l10n.t('1 of yours stays')] : []),
    ...(stay > 1 ? [vscode.l10n.t('{0} of yours stay', stay)] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** What an update does with one file. */
export function stepLine(step: UpdateStep): string {
  switch (step.kind) {
    case 'add':
      return vscode.l10n.t('{0} is new', step.path);
    case 'advance':
      return vscode.l10n.t('{0} moves on: you have not changed it', step.path);
    case 'move':
      return step.after === step.before
        ? vscode.l10n.t('{0} is called {1} now, and what you wrote goes along', step.from, step.path)
        : vscode.l10n.t('{0} is called {1} now', step.from, step.path);
    case 'take':
      return vscode.l10n.t('{0} belongs to the exercise now', step.path);
    case 'keep':
      return vscode.l10n.t('{0} stays as it is: it is yours', step.path);
    case 'leave':
      return vscode.l10n.t('{0} stays, and is no part of the exercise any more', step.path);
    default:
      return assertNever(step);
  }
}
