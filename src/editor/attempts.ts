import * as vscode from 'vscode';
import type { ExerciseRef } from '../core/exercise';
import { markerName, parseMarker, type Marker } from '../protocol/marker';
import { Coalescer } from './coalescer';
import { isIn, onDidDeletePath } from './deletions';
import { FolderWatch } from './folderWatch';
import { isOnDisk } from './gate';
import { DisposableStore } from './lifecycle';
import type { PackStore } from './packStore';
import { findByName } from './workspaceSearch';

/** A folder of the workspace that holds someone's work on an exercise. */
export interface Attempt {
  /** The folder as text: two Uri objects of one folder are not equal. */
  readonly key: string;
  readonly folder: vscode.Uri;
  /** The exercise as it is called now; the marker has the name under which the attempt was made. */
  readonly ref: ExerciseRef;
  readonly marker: Marker;
}

/** Learners do not have more than this; a checkout of everyone's attempts should not stall the editor. */
const maxAttempts = 1_000;

/** Finds attempts by their markers and follows them as they come and go. */
export class Attempts implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidChange = this.changed.event;

  private byKey = new Map</* folder uri */ string, Attempt>();
  private broken: readonly vscode.Uri[] = [];
  private lastUsed = new Map<ExerciseRef, /* folder uri */ string>();
  private readonly rescan = this.store.add(new Coalescer(50, () => this.scan()));
  /** Of the folders of attempts: that one has gone is heard of here where the editor's watch has a gap. */
  private readonly folders = this.store.add(new FolderWatch());
  private readonly firstScan: Promise<void>;

  constructor(
    private readonly packs: Pick<PackStore, 'catalog' | 'onDidChange'>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store.add(packs.onDidChange(() => this.rename()));
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(`**/${markerName}`));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(event(() => this.rescan.trigger()));
    this.store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.rescan.trigger()));
    this.store.add(vscode.workspace.onDidRenameFiles(() => this.rescan.trigger()));
    this.store.add(
      onDidDeletePath(uri => {
        if (this.all.some(({ folder }) => isIn(uri, folder))) this.rescan.trigger();
      }),
    );
    this.store.add(vscode.window.onDidChangeActiveTextEditor(editor => this.noteUse(editor)));
    this.store.add(
      this.folders.onDidChange(uri => {
        if (uri.path.endsWith(`/${markerName}`) || isGone(uri)) this.rescan.trigger();
      }),
    );
    this.firstScan = this.scan();
  }

  /** Settled when the workspace has been searched once. */
  get ready(): Promise<void> {
    return this.firstScan;
  }

  /** Sorted by folder, so that nothing depends on the order of the search. */
  get all(): readonly Attempt[] {
    return [...this.byKey.values()];
  }

  /** Marker files that could not be understood. */
  get brokenMarkers(): readonly vscode.Uri[] {
    return this.broken;
  }

  byFolder(key: string): Attempt | undefined {
    return this.byKey.get(key);
  }

  /** The attempt at an exercise; of several, the one last looked at. */
  of(name: ExerciseRef): Attempt | undefined {
    const ref = this.packs.catalog.presentRef(name);
    const used = this.byKey.get(this.lastUsed.get(ref) ?? '');
    return used?.ref === ref ? used : this.all.find(attempt => attempt.ref === ref);
  }

  /** The attempt that a file belongs to. */
  containing(uri: vscode.Uri | undefined): Attempt | undefined {
    if (!uri) return undefined;
    return this.all.filter(({ folder }) => isIn(folder, uri)).sort((a, b) => b.key.length - a.key.length)[0];
  }

  get active(): Attempt | undefined {
    return this.containing(vscode.window.activeTextEditor?.document.uri);
  }

  /** Looks again now; the watcher would, a moment later. */
  async scan(): Promise<void> {
    const found = await findByName(markerName, maxAttempts, this.log);
    const entries = await Promise.all(
      found.filter(isOnDisk).map(async uri => ({ uri, marker: await this.read(uri) })),
    );
    if (this.store.disposed) return;
    const next = new Map<string, Attempt>();
    for (const { uri, marker } of entries) {
      if (!marker) continue;
      const folder = vscode.Uri.joinPath(uri, '..');
      const ref = this.presentRef(marker);
      next.set(folder.toString(), { key: folder.toString(), folder, ref, marker });
    }
    this.byKey = next;
    for (const { folder } of next.values()) this.folders.watch(folder);
    this.broken = entries.filter(entry => !entry.marker).map(entry => entry.uri);
    this.noteUse(vscode.window.activeTextEditor);
    this.changed.fire();
  }

  dispose(): void {
    this.store.dispose();
  }

  /** Other packs are there: exercises may be called otherwise than before. */
  private rename(): void {
    const next = this.all.map(attempt => ({ ...attempt, ref: this.presentRef(attempt.marker) }));
    if (next.every(({ key, ref }) => this.byKey.get(key)?.ref === ref)) return;
    this.byKey = new Map(next.map(attempt => [attempt.key, attempt]));
    this.noteUse(vscode.window.activeTextEditor);
    this.changed.fire();
  }

  /** By the names that the exercise has had, if a pack that was replaced by an older one does not know the last. */
  private presentRef({ exercise, formerly = [] }: Marker): ExerciseRef {
    const { catalog } = this.packs;
    for (const name of [exercise, ...formerly.toReversed()]) {
      const entry = catalog.find(name);
      if (entry) return entry.ref;
    }
    return catalog.presentRef(exercise);
  }

  private noteUse(editor: vscode.TextEditor | undefined): void {
    const attempt = this.containing(editor?.document.uri);
    if (attempt) this.lastUsed.set(attempt.ref, attempt.key);
  }

  private async read(uri: vscode.Uri): Promise<Marker | undefined> {
    try {
      const marker = parseMarker(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
      if (!marker && !this.store.disposed)
        this.log.warn(`${uri.fsPath} is not a marker of an attempt that this version understands.`);
      return marker;
    } catch (error) {
      if (!this.store.disposed) this.log.warn(`${uri.fsPath} cannot be read: ${String(error)}`);
      return undefined;
    }
  }
}

/** A watch on a folder tells of its own end as of a file in it that has its name. */
const isGone = (uri: vscode.Uri): boolean => {
  const [name, folder] = uri.path.split('/').reverse();
  return name === folder;
};
