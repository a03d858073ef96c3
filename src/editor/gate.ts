import * as vscode from 'vscode';
import { assertNever, HumanError } from '../core/errors';
import type { Gate } from '../protocol/panel';

/** Files can be written and a process started there. */
export const isOnDisk = (uri: vscode.Uri): boolean => uri.scheme === 'file';

/** Why nothing may be scaffolded or run at present, or `ready`. */
export function currentGate(): Gate {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) return 'no-folder';
  if (!folders.some(folder => isOnDisk(folder.uri))) return 'virtual';
  return vscode.workspace.isTrusted ? 'ready' : 'untrusted';
}

/** @throws HumanError saying what to do, unless the gate is open. */
export function requireReady(): void {
  const gate = currentGate();
  switch (gate) {
    case 'ready':
      return;
    case 'no-folder':
      throw new HumanError(
        'no-folder',
        vscode.l10n.t('Open a folder first: your files for the exercise are written into it.'),
      );
    case 'untrusted':
      throw new HumanError(
        'untrusted',
        vscode.l10n.t(
          'This folder is in Restricted Mode. Trust it to write files and run checks; questions can be read without.',
        ),
      );
    case 'virtual':
      throw new HumanError(
        'virtual',
        vscode.l10n.t('Checks need a folder on disk. Open a local copy of this folder.'),
      );
    default:
      assertNever(gate);
  }
}

/** Takes the person to what opens the gate. */
export async function resolveGate(): Promise<void> {
  const gate = currentGate();
  switch (gate) {
    case 'ready':
      return;
    case 'no-folder':
    case 'virtual':
      await vscode.commands.executeCommand('workbench.action.files.openFolder');
      return;
    case 'untrusted':
      await vscode.commands.executeCommand('workbench.trust.manage');
      return;
    default:
      assertNever(gate);
  }
}

/** Fires when the answer of `currentGate` may have changed. */
export function onDidChangeGate(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(listener),
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
  );
}
