import * as vscode from 'vscode';
import { answerEndings, answerPath, answersFolder, type AnswerPart } from '../core/pack/names';
import type { Attempt } from './attempts';
import { FolderWatch } from './folderWatch';
import { DisposableStore } from './lifecycle';
import { readText, writeText } from './texts';

/**
 * Written answers: `answers/<discussion>.md` in the attempt, plain Markdown that can be edited anywhere, and beside it what
 * the learner says of it.
 */
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
    const watcher = this.store.add(
      vscode.workspace.createFileSystemWatcher(`**/${answersFolder}/*.{md,yaml}`),
    );
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
      this.store.add(event(uri => void this.noteDisk(uri)));
    this.store.add(
      this.folders.onDidChange(uri => {
        if (isAnswer(uri)) void this.noteDisk(uri);
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
  async read(attempt: Attempt, discussion: string, part: AnswerPart = 'answer'): Promise<string> {
    this.folders.watch(folderOf(uriOf(attempt, discussion, part)));
    for (const id of [discussion, ...(await this.formerIds(attempt, discussion))]) {
      const text = await readText(uriOf(attempt, id, part));
      if (text !== undefined) return text;
    }
    return '';
  }

  /** Resolves when the text is on disk. Writes of one answer happen in the order they were asked for. */
  write(attempt: Attempt, discussion: string, text: string): Promise<void> {
    return this.change(attempt, discussion, 'answer', () => text);
  }

  /** As `write`, from what stands there when its turn has come. */
  change(
    attempt: Attempt,
    discussion: string,
    part: AnswerPart,
    change: (text: string) => string,
  ): Promise<void> {
    const key = uriOf(attempt, discussion, part).toString();
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(async () => {
      const before = await this.read(attempt, discussion, part);
      await this.save(uriOf(attempt, discussion, part), before, change(before));
    });
    const settled = turn.catch(() => undefined);
    this.turns.set(key, settled);
    return turn;
  }

  dispose(): void {
    this.store.dispose();
  }

  private async save(uri: vscode.Uri, before: string, text: string): Promise<void> {
    this.last.set(uri.toString(), text);
    // An empty answer needs no file, unless one has to go: here, or under a former id, which would come back.
    if (text !== '' || before !== '') await writeText(uri, text);
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

const uriOf = (attempt: Attempt, discussion: string, part: AnswerPart): vscode.Uri =>
  vscode.Uri.joinPath(attempt.folder, answerPath(discussion, part));

const folderOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri, '..');

const isAnswer = (uri: vscode.Uri): boolean =>
  uri.path.split('/').at(-2) === answersFolder &&
  Object.values(answerEndings).some(ending => uri.path.endsWith(ending));

export const isReview = (uri: vscode.Uri): boolean => uri.path.endsWith(answerEndings.review);
