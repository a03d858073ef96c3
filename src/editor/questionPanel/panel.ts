import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import { DisposableStore } from '../lifecycle';
import { shellHtml, webviewOptions } from './html';
import type { PanelJournal } from './panelJournal';
import type { Session } from './session';

/** What a conversation needs of the window it goes on in. */
export interface PanelWindow {
  readonly column: vscode.ViewColumn | undefined;
  setTitle(title: string): void;
  /** Writes down what the page would need to come back as it is. */
  keep(state: string): void;
}

/** VS Code is making room for the page meanwhile, which takes longer. Milliseconds. */
const patience = 150;

/** One webview and the conversation with it. */
export class QuestionPanel implements PanelWindow, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly focused = this.store.add(new vscode.EventEmitter<void>());
  readonly onDidFocus = this.focused.event;
  readonly session: Session;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    ref: ExerciseRef,
    newSession: (ref: ExerciseRef, post: (frame: unknown) => void, window: PanelWindow) => Session,
    private readonly journal: PanelJournal,
    kept?: string,
  ) {
    // A hidden webview is gone and made anew; posting to one that is gone resolves to false and is no failure.
    const post = (frame: unknown) => void panel.webview.postMessage(frame);
    this.session = this.store.add(newSession(ref, post, this));
    this.store.add(panel.webview.onDidReceiveMessage(message => void this.session.receive(message)));
    this.store.add(
      panel.onDidChangeViewState(() => {
        if (panel.active) this.focused.fire();
      }),
    );
    panel.iconPath = new vscode.ThemeIcon('book');
    panel.webview.options = webviewOptions(extension);
    if (kept !== undefined) this.keep(kept); // who is killed before the page speaks finds it again
    void this.load(extension, kept);
  }

  get ref(): ExerciseRef {
    return this.session.ref;
  }

  get active(): boolean {
    return this.panel.active;
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  setTitle(title: string): void {
    this.panel.title = title;
  }

  keep(state: string): void {
    this.journal.note(this, { ref: this.ref, title: this.panel.title, state });
  }

  /** The question comes with the page if it is there at once; a page that waits says so. */
  private async load(extension: vscode.Uri, kept: string | undefined): Promise<void> {
    const question = await Promise.race([this.session.first(), delay(patience, undefined)]);
    if (this.store.disposed) return;
    const { webview, active } = this.panel;
    webview.html = shellHtml(webview, extension, 'webview', { question, kept, active }); // last: from here on it may speak
  }

  moveTo(ref: ExerciseRef): void {
    this.session.moveTo(ref);
  }

  reveal(): void {
    this.panel.reveal(undefined, false);
  }

  dispose(): void {
    this.store.dispose();
  }
}
