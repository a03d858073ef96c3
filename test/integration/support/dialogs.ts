import * as vscode from 'vscode';

type Dialog =
  | 'showWarningMessage'
  | 'showInformationMessage'
  | 'showErrorMessage'
  | 'showQuickPick'
  | 'showSaveDialog'
  | 'showOpenDialog';

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

/** What the person does: types a text, or picks the first row that says so. `null` goes away. */
export type Answer = { readonly type: string } | { readonly accept: true } | { readonly pick: string } | null;

interface Asked {
  readonly title: string;
  /** What stood in the box, or the rows. */
  readonly offered: string | readonly string[];
}

/** Answers boxes and lists of one flow, one after the other; gives back what was asked. */
export async function answeringInTurn(
  answers: readonly Answer[],
  work: () => PromiseLike<unknown>,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  const left = [...answers];
  const window = vscode.window as unknown as Record<string, (...args: never[]) => unknown>;
  const { showInputBox, showQuickPick } = window;
  const next = (): Answer => {
    const answer = left.shift();
    if (answer === undefined) throw new Error(`Nobody knows what to answer: ${JSON.stringify(asked.at(-1))}`);
    return answer;
  };
  window['showInputBox'] = async (options: vscode.InputBoxOptions) => {
    asked.push({ title: options.title ?? '', offered: options.value ?? '' });
    const answer = next();
    if (answer === null) return undefined;
    const value = 'type' in answer ? answer.type : (options.value ?? '');
    const fault = await options.validateInput?.(value);
    if (!fault) return value;
    asked.push({ title: typeof fault === 'string' ? fault : fault.message, offered: value });
    return undefined; // and goes away
  };
  window['showQuickPick'] = (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
    asked.push({ title: options.title ?? '', offered: items.map(({ label }) => label) });
    const answer = next();
    const found = answer && 'pick' in answer ? items.find(({ label }) => label === answer.pick) : undefined;
    if (answer && !found) throw new Error(`There is no such row: ${JSON.stringify(answer)}`);
    return Promise.resolve(found);
  };
  try {
    await work();
    if (left.length > 0) throw new Error(`Never asked: ${JSON.stringify(left)}`);
    return asked;
  } finally {
    Object.assign(window, { showInputBox, showQuickPick });
  }
}
