import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import type { Attempts } from '../attempts';
import { questionViewType } from '../ids';
import { DisposableStore } from '../lifecycle';
import { QuestionPanel, type PanelWindow } from './panel';
import { refIn, type PanelJournal } from './panelJournal';
import type { Session } from './session';

/** The open question panels. */
export class QuestionPanels implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly focused = this.store.add(new vscode.EventEmitter<ExerciseRef>());
  readonly onDidFocus = this.focused.event;
  /** Least recently looked at first. */
  private panels: QuestionPanel[] = [];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly attempts: Attempts,
    private readonly newSession: (
      ref: ExerciseRef,
      post: (frame: unknown) => void,
      window?: PanelWindow,
    ) => Session,
    private readonly journal: PanelJournal,
  ) {}

  get all(): readonly QuestionPanel[] {
    return this.panels;
  }

  /** The panel in front, else the one last looked at. */
  get current(): QuestionPanel | undefined {
    return this.panels.find(panel => panel.active) ?? this.panels.findLast(panel => panel.visible);
  }

  /**
   * Shows a question: in its own panel if it has one, else in that of `instead`, else in one that nobody works in (its
   * exercise has no attempt), so that looking around does not fill the editor with tabs, else in a new one.
   */
  open(ref: ExerciseRef, instead?: ExerciseRef): QuestionPanel {
    const panel =
      this.panels.find(open => open.ref === ref) ??
      this.panels.find(open => open.ref === instead) ??
      this.panels.findLast(open => !this.attempts.of(open.ref));
    if (panel) {
      panel.moveTo(ref);
      panel.reveal();
      this.focused.fire(ref);
      return panel;
    }
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    return this.adopt(vscode.window.createWebviewPanel(questionViewType, '', column), ref);
  }

  /** Takes back a panel after a reload of the window; `state` is what its own script has kept. */
  restore(webviewPanel: vscode.WebviewPanel, state: unknown): QuestionPanel | undefined {
    const known = refIn(state);
    const entry = this.journal.takeUp(known, webviewPanel.title);
    const ref = known ?? entry?.ref;
    if (ref) return this.adopt(webviewPanel, ref, entry?.state);
    webviewPanel.dispose();
    return undefined;
  }

  /** Opens the panels that a window had which has crashed before the editor had written them down. */
  reopenLost(): void {
    for (const { ref, title, state } of this.journal.lost())
      this.adopt(
        vscode.window.createWebviewPanel(questionViewType, title, vscode.ViewColumn.Active),
        ref,
        state,
      );
  }

  /** Makes a panel again that nobody answers for any more. */
  remake(title: string): ((panel: vscode.WebviewPanel) => void) | undefined {
    const entry = this.journal.takeUp(undefined, title);
    return entry && (panel => this.adopt(panel, entry.ref, entry.state));
  }

  private adopt(webviewPanel: vscode.WebviewPanel, ref: ExerciseRef, kept?: string): QuestionPanel {
    const panel = new QuestionPanel(webviewPanel, this.extension, ref, this.newSession, this.journal, kept);
    this.panels.push(panel);
    const links = new DisposableStore();
    links.add(
      panel.onDidFocus(() => {
        this.panels = [...this.panels.filter(other => other !== panel), panel];
        this.focused.fire(panel.ref);
      }),
    );
    links.add(
      webviewPanel.onDidDispose(() => {
        this.panels = this.panels.filter(other => other !== panel);
        this.journal.forget(panel);
        panel.dispose();
        links.dispose();
      }),
    );
    return panel;
  }

  /** A conversation without a webview; whoever calls is the panel's end of the channel. */
  connect(ref: ExerciseRef, post: (frame: unknown) => void): Session {
    return this.newSession(ref, post);
  }

  dispose(): void {
    for (const panel of this.panels) panel.dispose();
    this.store.dispose();
  }
}
