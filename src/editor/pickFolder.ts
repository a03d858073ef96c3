import * as vscode from 'vscode';
import type { Attempts } from './attempts';
import { isOnDisk } from './gate';

/**
 * The workspace folder that a new attempt goes into: the only one, else the one that holds attempts already, else the
 * one the person chooses.
 * @throws vscode.CancellationError when they choose none.
 */
export async function pickWorkspaceFolder(
  attempts: Attempts,
  title: string,
): Promise<vscode.WorkspaceFolder> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isOnDisk(uri));
  const used = new Set(
    attempts.all.flatMap(({ folder }) => vscode.workspace.getWorkspaceFolder(folder)?.index ?? []),
  );
  const candidates = used.size === 1 ? folders.filter(({ index }) => used.has(index)) : folders;
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  const picked = await vscode.window.showQuickPick(
    candidates.map(folder => ({ label: folder.name, description: folder.uri.fsPath, folder })),
    {
      title: vscode.l10n.t('Scaffold {0}', title),
      placeHolder: vscode.l10n.t('Which folder do you want to work in?'),
    },
  );
  if (!picked) throw new vscode.CancellationError();
  return picked.folder;
}
