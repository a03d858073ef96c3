import * as vscode from 'vscode';

/**
 * Reports every path of the workspace that goes away. A folder is reported once and not file by file, so a watcher for a
 * file's name does not hear of it.
 */
export const onDidDeletePath = (listener: (uri: vscode.Uri) => void): vscode.Disposable => {
  const watcher = vscode.workspace.createFileSystemWatcher('**', true, true, false);
  return vscode.Disposable.from(watcher, watcher.onDidDelete(listener));
};

/** Whether `path` is `folder` or lies in it. */
export const isIn = (folder: vscode.Uri, path: vscode.Uri): boolean =>
  path.toString() === folder.toString() || path.toString().startsWith(`${folder.toString()}/`);
