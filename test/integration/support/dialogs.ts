import * as vscode from 'vscode';

type Dialog = 'showWarningMessage' | 'showInformationMessage' | 'showErrorMessage' | 'showQuickPick';

/** Answers one kind of dialog while `work` goes on; gives back what the dialogs said. */
export async function answering(
  dialog: Dialog,
  answer: (items: readonly unknown[]) => unknown,
  work: () => PromiseLike<unknown>,
): Promise<string[]> {
  const said: string[] = [];
  const window = vscode.window as unknown as Record<Dialog, (...args: unknown[]) => unknown>;
  const original = window[dialog];
  window[dialog] = (...args: unknown[]) => {
    said.push(textOf(args));
    return Promise.resolve(answer(dialog === 'showQuickPick' ? (args[0] as unknown[]) : args.slice(1)));
  };
  try {
    await work();
    return said;
  } finally {
    window[dialog] = original;
  }
}

function textOf([first, second]: readonly unknown[]): string {
  if (typeof first === 'string') return first;
  return typeof second === 'object' && second !== null && 'title' in second ? String(second.title) : '';
}
