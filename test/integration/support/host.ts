import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Authoring } from '../../../src/editor/authoring/authoring';
import type { TestApi } from '../../../src/extension';

const id = 'design-drills.design-drills';

/** The extension as it runs in this host, with packs and attempts loaded. */
export async function activated(): Promise<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi | undefined>(id);
  assert.ok(extension, `${id} is not installed`);
  const api = await extension.activate();
  assert.ok(api, 'the extension does not know that it is under test');
  await Promise.all([api.services.packs.ready, api.services.attempts.ready]);
  return api;
}

/** What authors get, which is loaded for them only. */
export function loadedAuthoring(api: TestApi): Authoring {
  const loaded = api.authoring.loaded();
  assert.ok(loaded, 'nothing has needed what is for authors yet');
  return loaded;
}

let rounds = 0;

/** Where attempts go at present, relative to the workspace folder. */
export const attemptsFolder = (): string => `drills/${rounds}`;

/**
 * Editors closed, attempts deleted, nothing remembered: every test begins like this. Attempts go to a folder that no test
 * has used: the editor keeps the documents of closed editors for minutes, with what was in them.
 */
export async function startOver({ services }: TestApi): Promise<void> {
  services.runs.cancelAll();
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const { uri } of vscode.workspace.workspaceFolders ?? [])
    await removeAll(vscode.Uri.joinPath(uri, 'drills'));
  await services.progress.reset();
  rounds++;
  await vscode.workspace
    .getConfiguration('designDrills')
    .update('attempts.folder', attemptsFolder(), vscode.ConfigurationTarget.Workspace);
  await services.attempts.scan();
}

async function removeAll(folder: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError) || error.code !== 'FileNotFound') throw error;
  }
}

export function folderUri(...path: string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, ...path);
}
