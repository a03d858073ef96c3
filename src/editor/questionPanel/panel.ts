import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import { DisposableStore } from '../lifecycle';
import { shellHtml, webviewOptions } from './html';
import type { Session } from './session';

/** What a conversation needs of the window it goes on in. */
export interface PanelWindow {
  readonly column: vscode.ViewColumn | undefined;
  setTitle(title: string): void;
}

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
    panel.webview.html = shellHtml(panel.webview, extension); // last: from here on it may speak
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
