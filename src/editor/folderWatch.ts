import { watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { isOnDisk } from './gate';
import { DisposableStore } from './lifecycle';

/**
 * Only there does the editor's own watch have the gap: on Linux it hears of a folder that was just made, and not of the
 * folders in it that were made in the same instant, nor of anything that ever happens in those
 * (github.com/parcel-bundler/watcher/issues/97). A scaffolded attempt is exactly that, until the window is reloaded.
 */
const isNeeded = process.platform === 'linux';

/** Attempts have few folders; a system has few watches. */
const maxFolders = 200;

/**
 * Watches single folders, without what is below them, with a watch of its own: the editor ignores requests of extensions
 * for folders that it believes to be watching already.
 */
export class FolderWatch implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  /** A file directly in a watched folder was made, changed or deleted. */
  readonly onDidChange = this.changed.event;
  private readonly watches = new Map</* folder uri */ string, FSWatcher>();

  /** From now on, if the folder is there; otherwise ask again when it is. */
  watch(folder: vscode.Uri): void {
    const key = folder.toString();
    if (!isNeeded || !isOnDisk(folder) || this.store.disposed) return;
    if (this.watches.has(key) || this.watches.size >= maxFolders) return;
    try {
      const watcher = watch(folder.fsPath, { persistent: false }, (event, name) => {
        // The folder itself has gone or moved: a new one in its place is another folder.
        if (event === 'rename' && name === path.basename(folder.fsPath)) this.forget(key, watcher);
        if (name !== null) this.changed.fire(vscode.Uri.joinPath(folder, name));
      });
      watcher.on('error', () => this.forget(key, watcher));
      this.watches.set(key, watcher);
    } catch {
      // Not there, or the system has no watch left: then the editor's own is all there is.
    }
  }

  dispose(): void {
    for (const [key, watcher] of [...this.watches]) this.forget(key, watcher);
    this.store.dispose();
  }

  private forget(key: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.watches.get(key) === watcher) this.watches.delete(key);
  }
}
