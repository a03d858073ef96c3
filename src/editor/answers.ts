import * as vscode from 'vscode';
import { answersFolder } from '../core/pack/names';
import type { Attempt } from './attempts';
import { FolderWatch } from './folderWatch';
import { DisposableStore } from './lifecycle';
import { readText, writeText } from './texts';

/** Written answers: `answers/<discussion>.md` in the attempt, plain Markdown that can be edited anywhere. */
export class Answers implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  /** An answer was changed by something other than `write`. */
  readonly onDidChangeElsewhere = this.changed.event;
  private readonly written = this.store.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidWrite = this.written.event;

  private readonly folders = this.store.add(new FolderWatch());
  private readonly last = new Map</* uri */ string, string>();
  private readonly turns = new Map</* uri */ string, Promise<void>>();

  constructor() {
    const watcher = this.store.add(vscode.workspace.createFileSystemWatcher(`**/${answersFolder}/*.md`));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(event(uri => void this.noteDisk(uri)));
    this.store.add(
      this.folders.onDidChange(uri => {
        if (uri.path.endsWith('.md')) void this.noteDisk(uri);
      }),
    );
    this.store.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0 || !isAnswer(document.uri)) return;
        if (document.getText() !== this.last.get(document.uri.toString())) this.changed.fire(document.uri);
      }),
    );
  }

  /** What is written so far; what is being edited in the editor wins over the disk. Empty when there is nothing. */
  async read(attempt: Attempt, discussion: string): Promise<string> {
    const uri = uriOf(attempt, discussion);
    this.folders.watch(folderOf(uri));
    return (await readText(uri)) ?? '';
  }

  /** Resolves when the text is on disk. Writes of one answer happen in the order they were asked for. */
  write(attempt: Attempt, discussion: string, text: string): Promise<void> {
    const uri = uriOf(attempt, discussion);
    const turn = (this.turns.get(uri.toString()) ?? Promise.resolve()).then(() => this.save(uri, text));
    const settled = turn.catch(() => undefined);
    this.turns.set(uri.toString(), settled);
    return turn;
  }

  dispose(): void {
    this.store.dispose();
  }

  private async save(uri: vscode.Uri, text: string): Promise<void> {
    this.last.set(uri.toString(), text);
    if (text !== '' || (await readText(uri)) !== undefined) await writeText(uri, text);
    this.folders.watch(folderOf(uri));
    this.written.fire(uri);
  }

  private async noteDisk(uri: vscode.Uri): Promise<void> {
    const text = (await readText(uri)) ?? '';
    if (text === this.last.get(uri.toString())) return; // the echo of our own write
    this.last.delete(uri.toString());
    if (!this.store.disposed) this.changed.fire(uri);
  }
}

const uriOf = (attempt: Attempt, discussion: string): vscode.Uri =>
  vscode.Uri.joinPath(attempt.folder, answersFolder, `${discussion}.md`);

const folderOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..');

const isAnswer = (uri: vscode.Uri): boolean => uri.path.split('/').at(-2) === answersFolder;
