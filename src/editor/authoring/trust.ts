import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';

/** @throws HumanError in Restricted Mode: nothing is written into what nobody trusts, and nothing of it runs. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new HumanError(
      'untrusted',
      vscode.l10n.t('This folder is in Restricted Mode. Trust it to write packs and to run what they hold.'),
    );
}
