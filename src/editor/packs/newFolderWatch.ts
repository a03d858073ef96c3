import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { Coalescer } from '../coalescer';
import { isOnDisk } from '../gate';
import { DisposableStore } from '../lifecycle';

/**
 * Only there does the editor's own watch have the gap: on Linux it hears of a folder that was just made, and not of what
 * was made in it in the same instant (github.com/parcel-bundler/watcher/issues/97). A pack that is copied or cloned into
 * the workspace is exactly that.
 */
const isNeeded = process.platform === 'linux';

/** Of more that come at once, these are looked at: whoever makes hundreds is building something. */
const mostFolders = 50;
/** `repository/packs/my-pack/pack.yaml` */
const deepest = 3;
/** What is copied or cloned has arrived by then, most of the time. Milliseconds. */
const secondLookMs = 3_000;

/** Tells that a folder has come into the workspace which holds a pack. */
export class NewFolderWatch implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly made = new Set</* path */ string>();
  private readonly empty = new Set</* path */ string>();
  private readonly look = this.store.add(new Coalescer(200, () => this.lookInto(this.made, true)));
  private readonly lookAgain = this.store.add(
    new Coalescer(secondLookMs, () => this.lookInto(this.empty, false)),
  );

  constructor(private readonly onPack: () => void) {
    if (!isNeeded) return;
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher('**/*', false, true, true));
    this.store.add(
      watcher.onDidCreate(uri => {
        if (!isOnDisk(uri) || this.made.size >= mostFolders) return;
        this.made.add(uri.fsPath);
        this.look.trigger();
      }),
    );
  }

  dispose(): void {
    this.store.dispose();
  }

  private async lookInto(folders: Set<string>, isFirst: boolean): Promise<void> {
    const paths = [...folders];
    folders.clear();
    const found = await Promise.all(paths.map(one => holdsPack(one, deepest)));
    if (this.store.disposed) return;
    if (found.includes(true)) this.onPack();
    const empty = paths.filter((_, index) => found[index] === false);
    if (!isFirst || empty.length === 0) return;
    for (const one of empty) this.empty.add(one);
    this.lookAgain.trigger();
  }
}

/** Undefined for what is no folder. */
async function holdsPack(folder: string, depth: number): Promise<boolean | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    if (entries.some(entry => entry.name === 'pack.yaml' && entry.isFile())) return true;
    if (depth === 1) return false;
    const inner = entries.filter(entry => entry.isDirectory() && entry.name !== 'node_modules').slice(0, 100);
    const found = await Promise.all(inner.map(({ name }) => holdsPack(path.join(folder, name), depth - 1)));
    return found.includes(true);
  } catch {
    return undefined; // a file, or gone again
  }
}
