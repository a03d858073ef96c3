import path from 'node:path';
import * as vscode from 'vscode';
import type { PackSource } from '../../core/pack/source';
import { readPack } from '../../node/packFiles';
import { isIn } from '../deletions';
import { DisposableStore } from '../lifecycle';
import type { PackStore } from '../packStore';
import type { PackTexts } from './languageFiles';

/** The texts of the packs of the workspace, unsaved ones included. */
export class WorkspaceTexts implements PackTexts, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.Uri | undefined>());
  readonly onDidChange = this.changed.event;

  constructor(private readonly packs: PackStore) {
    this.store.add(packs.onDidChange(() => this.changed.fire(undefined)));
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher('**'));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(
        event(uri => {
          if (this.placeOf(uri)) this.changed.fire(uri);
        }),
      );
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.placeOf(document.uri)) this.changed.fire(document.uri);
      }),
    );
  }

  placeOf(uri: vscode.Uri) {
    const found = this.packs.problems.find(
      ({ location }) => location.origin !== 'bundled' && isIn(vscode.Uri.file(location.path), uri),
    );
    if (!found || uri.scheme !== 'file') return undefined;
    const folder = found.location.path;
    const [first, ...rest] = path.relative(folder, uri.fsPath).split(path.sep);
    return { pack: { folder }, exercise: rest.length > 0 ? first : undefined };
  }

  async read(folder: string): Promise<PackSource> {
    const source = await readPack(folder);
    const texts = new Map(source.list().map(file => [file, source.read(file) ?? '']));
    for (const document of vscode.workspace.textDocuments)
      if (document.isDirty && isIn(vscode.Uri.file(folder), document.uri))
        texts.set(
          path.relative(folder, document.uri.fsPath).split(path.sep).join('/'),
          document.getText().replaceAll('\r\n', '\n'),
        );
    const paths = [...texts.keys()].sort();
    return { ...source, list: () => paths, read: file => texts.get(file) };
  }

  dispose(): void {
    this.store.dispose();
  }
}
