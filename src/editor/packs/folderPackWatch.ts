import * as vscode from 'vscode';
import { isIn } from '../deletions';
import { DisposableStore, MutableDisposable } from '../lifecycle';
import type { PackLocation } from '../packLocations';

/** Hears of edits to packs in folders outside of the workspace, where the editor does not watch on its own. */
export class FolderPackWatch implements vscode.Disposable {
  private readonly watchers = new MutableDisposable<DisposableStore>();
  private watched = '[]';

  constructor(private readonly onDidChange: () => void) {}

  /** Watches these from now on, and no others. */
  follow(locations: readonly PackLocation[]): void {
    const folders = locations
      .filter(({ origin }) => origin === 'folder' || origin === 'setting')
      .map(({ path }) => vscode.Uri.file(path))
      .filter(uri => !vscode.workspace.workspaceFolders?.some(folder => isIn(folder.uri, uri)));
    const now = JSON.stringify(folders);
    if (now === this.watched) return;
    this.watched = now;
    const store = new DisposableStore();
    for (const folder of folders) {
      const watcher = store.add(
        vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*')),
      );
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
        store.add(event(this.onDidChange));
    }
    this.watchers.value = store;
  }

  dispose(): void {
    this.watchers.dispose();
  }
}
