import * as vscode from 'vscode';
import { visibleText } from '../../core/text/visibleText';

/** A text that somebody else chose, on one line of a dialog, where it cannot pose as a line of ours. */
export const oneLine = (text: string, length = 120): string => {
  const line = visibleText(text.replace(/\s+/g, ' ').trim());
  return line.length > length ? `${line.slice(0, length)}…` : line;
};

export const dayOf = (at: number): string =>
  new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium' }).format(at);

export const sizeOf = (bytes: number): string => vscode.l10n.t('{0} KiB', Math.ceil(bytes / 1024));

export const exerciseCount = (count: number): string =>
  count === 1 ? vscode.l10n.t('1 exercise') : vscode.l10n.t('{0} exercises', count);
