import * as vscode from 'vscode';
import { HumanError, toError } from '../core/errors';

/** Runs a command so that a failure becomes a message, a log line and a way to the log. */
export function guarded<A extends unknown[]>(log: vscode.LogOutputChannel, run: (...args: A) => unknown) {
  return async (...args: A): Promise<void> => {
    try {
      await run(...args);
    } catch (thrown) {
      void showFailure(log, thrown);
    }
  };
}

/** Logs anything thrown and tells the person about it; a cancellation is silent. */
export async function showFailure(log: vscode.LogOutputChannel, thrown: unknown): Promise<void> {
  if (thrown instanceof vscode.CancellationError) return;
  const error = toError(thrown);
  if (error instanceof HumanError) log.warn(`${error.code}: ${error.message}`);
  else log.error(error);
  const text =
    error instanceof HumanError ? error.message : vscode.l10n.t('Something went wrong: {0}', error.message);
  const showLog = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(text, showLog)) === showLog) log.show();
}
