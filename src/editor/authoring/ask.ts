import * as vscode from 'vscode';

interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeHolder?: string;
  /** What is wrong with an answer; undefined when it will do. */
  readonly fault: (value: string) => string | undefined;
}

/**
 * One line of text.
 * @throws vscode.CancellationError when the person goes away: nothing has been written yet.
 */
export async function askText({ fault, ...question }: Question): Promise<string> {
  const answer = await vscode.window.showInputBox({
    ...question,
    ignoreFocusOut: true,
    validateInput: value => fault(value.trim()),
  });
  if (answer === undefined) throw new vscode.CancellationError();
  return answer.trim();
}

/**
 * One of several; the only one is not asked for.
 * @throws vscode.CancellationError as `askText`.
 */
export async function askWhich<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: { readonly title: string; readonly placeHolder: string },
): Promise<T> {
  const picked = await vscode.window.showQuickPick(items, {
    ...options,
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  if (!picked) throw new vscode.CancellationError();
  return picked;
}

export const titleFault = (value: string): string | undefined =>
  value === '' ? vscode.l10n.t('Give it a title.') : undefined;
