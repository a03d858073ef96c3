import * as vscode from 'vscode';
import { HumanError } from '../core/errors';
import { isSource, readAttempt, type AttemptOnDisk } from '../node/attemptFiles';
import type { Attempt } from './attempts';
import { FolderWatch } from './folderWatch';
import { DisposableStore } from './lifecycle';

/** Path of a file relative to its attempt, `/`-separated; undefined for a file elsewhere. */
export function pathIn(attempt: Pick<Attempt, 'folder'>, uri: vscode.Uri): string | undefined {
  const root = `${attempt.folder.path}/`;
  return uri.scheme === attempt.folder.scheme && uri.path.startsWith(root)
    ? uri.path.slice(root.length)
    : undefined;
}

/** Path in the attempt of a file that takes part in a run. */
export function sourcePathIn(attempt: Pick<Attempt, 'folder'>, uri: vscode.Uri): string | undefined {
  const path = pathIn(attempt, uri);
  // What begins with a dot is no part of an attempt: backups are kept there.
  const hidden = path?.split('/').some(part => part.startsWith('.') || part === 'node_modules') ?? true;
  return path !== undefined && !hidden && isSource(path) ? path : undefined;
}

/** What is in a folder, as the person sees it: unsaved text wins over the disk. A folder that is not there is empty. */
export async function readFolder(folder: vscode.Uri): Promise<AttemptOnDisk> {
  const disk = await readAttempt(folder.fsPath).catch((error: unknown) => {
    if (error instanceof HumanError && error.code === 'no-attempt') return { files: {}, marker: undefined };
    throw error;
  });
  return { ...disk, files: withUnsaved(folder, disk.files) };
}

function withUnsaved(folder: vscode.Uri, files: Readonly<Record<string, string>>): Record<string, string> {
  const seen = { ...files };
  for (const document of vscode.workspace.textDocuments) {
    const path = document.isDirty ? pathIn({ folder }, document.uri) : undefined;
    if (path !== undefined) seen[path] = document.getText();
  }
  return seen;
}

/** The folders that these files are in, but for the outermost. */
const foldersOf = (paths: readonly string[]): ReadonlySet<string> =>
  new Set(paths.filter(path => path.includes('/')).map(path => path.slice(0, path.lastIndexOf('/'))));

/** The source files of attempts. What is open in an editor is taken from there, the rest is read from the disk once. */
export class AttemptFiles implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  /** A TypeScript file changed, on disk or in an editor. */
  readonly onDidChange = this.changed.event;
  private readonly folders = this.store.add(new FolderWatch());
  private readonly onDisk = new Map</* folder uri */ string, Record</* path */ string, string>>();

  constructor() {
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher('**/*.ts'));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(event(uri => this.noteDisk(uri)));
    this.store.add(
      this.folders.onDidChange(uri => {
        if (uri.path.endsWith('.ts')) this.noteDisk(uri);
      }),
    );
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && document.uri.path.endsWith('.ts')) this.changed.fire(document.uri);
      }),
    );
  }

  /**
   * Every source file, path -> text. `fresh` looks at the disk again, because a change made outside the editor may not
   * have been reported yet, neither to us nor to the open document; only unsaved text is then taken from there. On save
   * it is left false: what was saved is in memory, and there is no disk access at all.
   *
   * @throws HumanError when the folder is gone or holds what cannot be read.
   */
  async read(
    attempt: Attempt,
    { fresh }: { readonly fresh: boolean },
  ): Promise<Readonly<Record<string, string>>> {
    let disk = fresh ? undefined : this.onDisk.get(attempt.key);
    if (!disk) {
      this.folders.watch(attempt.folder); // before it is read, so that nothing falls in between
      const { files } = await readAttempt(attempt.folder.fsPath);
      disk = Object.fromEntries(Object.entries(files).filter(([path]) => isSource(path)));
      for (const folder of foldersOf(Object.keys(disk)))
        this.folders.watch(vscode.Uri.joinPath(attempt.folder, folder));
      this.onDisk.set(attempt.key, disk);
    }
    const files = { ...disk };
    for (const document of vscode.workspace.textDocuments) {
      const path = sourcePathIn(attempt, document.uri);
      if (path !== undefined && (document.isDirty || (!fresh && Object.hasOwn(disk, path))))
        files[path] = document.getText();
    }
    return files;
  }

  dispose(): void {
    this.store.dispose();
  }

  /** The echo of a save must not cost the next run a walk over the folder: the document is in memory. */
  private noteDisk(uri: vscode.Uri): void {
    const document = vscode.workspace.textDocuments.find(open => open.uri.toString() === uri.toString());
    for (const [key, disk] of this.onDisk) {
      const path = pathIn({ folder: vscode.Uri.parse(key) }, uri);
      if (path === undefined) continue;
      if (document && !document.isDirty && Object.hasOwn(disk, path)) disk[path] = document.getText();
      else this.onDisk.delete(key);
    }
    this.changed.fire(uri);
  }
}
