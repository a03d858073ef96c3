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

  /** @param formerIds what a discussion was called in earlier versions of its exercise, the latest first */
  constructor(
    private readonly formerIds: (attempt: Attempt, discussion: string) => Promise<readonly string[]>,
  ) {
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

  /**
   * What is written so far; what is being edited in the editor wins over the disk. Empty when there is nothing. As long as
   * nothing is written under the present id of the discussion, an answer under a former one counts.
   */
  async read(attempt: Attempt, discussion: string): Promise<string> {
    this.folders.watch(folderOf(uriOf(attempt, discussion)));
    for (const id of [discussion, ...(await this.formerIds(attempt, discussion))]) {
      const text = await readText(uriOf(attempt, id));
      if (text !== undefined) return text;
    }
    return '';
  }

  /** Resolves when the text is on disk. Writes of one answer happen in the order they were asked for. */
  write(attempt: Attempt, discussion: string, text: string): Promise<void> {
    const uri = uriOf(attempt, discussion);
    const turn = (this.turns.get(uri.toString()) ?? Promise.resolve()).then(() =>
      this.save(attempt, discussion, text),
    );
    const settled = turn.catch(() => undefined);
    this.turns.set(uri.toString(), settled);
    return turn;
  }

  dispose(): void {
    this.store.dispose();
  }

  private async save(attempt: Attempt, discussion: string, text: string): Promise<void> {
    const uri = uriOf(attempt, discussion);
    this.last.set(uri.toString(), text);
    // An empty answer needs no file, unless one has to go: here, or under a former id, which would come back.
    if (text !== '' || (await this.read(attempt, discussion)) !== '') await writeText(uri, text);
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
