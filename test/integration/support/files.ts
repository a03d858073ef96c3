import * as vscode from 'vscode';
import { until } from './events';

export async function readText(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

/** Writes to the disk, as something outside the editor would. */
export async function writeText(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

/**
 * Opens a file with what is on the disk by now. The watcher tells of a change in a folder made a moment ago late, and
 * sometimes never, so that the editor is asked to read a text again that was written after it had been opened.
 */
export async function openAsOnDisk(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const [document, text] = await Promise.all([vscode.workspace.openTextDocument(uri), readText(uri)]);
  if (document.getText() === text) return document;
  const noticed = until(vscode.workspace.onDidChangeTextDocument, () => document.getText() === text);
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await noticed;
  return document;
}

/** Every file below a folder, sorted, relative to it. */
export async function listFiles(folder: vscode.Uri, below = ''): Promise<string[]> {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder, below));
  const files: string[] = [];
  for (const [name, type] of entries) {
    const path = below === '' ? name : `${below}/${name}`;
    files.push(...(type === vscode.FileType.Directory ? await listFiles(folder, path) : [path]));
  }
  return files.sort();
}

/** Replaces the text of a file in its editor, as typing would; not saved. */
export async function type(uri: vscode.Uri, text: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  await editor.edit(edit => edit.replace(all, text));
  return document;
}
