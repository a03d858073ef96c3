import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import { isExerciseRef } from '../../protocol/marker';
import type { Attempts } from '../attempts';
import { questionViewType } from '../ids';
import { DisposableStore } from '../lifecycle';
import { QuestionPanel, type PanelWindow } from './panel';
import { isQuestion, type PanelJournal } from './panelJournal';
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

  /** Whether there may be panels that nobody can reach. */
  get mayHaveOrphans(): boolean {
    return this.journal.hasLeft;
  }

  /**
   * Puts new panels in the place of those whose extension host has ended without its window: the editor goes on showing
   * them, and has no way to hand them to the host that comes next. Call when every panel that it can hand over has been.
   */
  async replaceOrphans(): Promise<void> {
    for (const { activeTab, isActive, viewColumn } of vscode.window.tabGroups.all) {
      if (!activeTab || !isQuestion(activeTab)) continue;
      if (this.panels.some(({ visible, column }) => visible && column === viewColumn)) continue;
      const { label } = activeTab;
      const entry = this.journal.takeUp(undefined, label);
      if (!entry) continue;
      const place = { viewColumn, preserveFocus: !isActive };
      this.adopt(vscode.window.createWebviewPanel(questionViewType, label, place), entry.ref, entry.state);
      await upToDate(); // both are there, and the new one is in front
      const group = vscode.window.tabGroups.all.find(all => all.viewColumn === viewColumn);
      const orphan = group?.tabs.find(tab => isQuestion(tab) && tab.label === label && !tab.isActive);
      if (orphan) await vscode.window.tabGroups.close(orphan, true);
    }
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

/** Settled when the window has told everything that it knew when this was asked: messages keep their order. */
export const upToDate = (): Thenable<unknown> => vscode.commands.executeCommand('noop');

function refIn(state: unknown): ExerciseRef | undefined {
  const ref = typeof state === 'object' && state !== null && 'ref' in state ? state.ref : undefined;
  return typeof ref === 'string' && isExerciseRef(ref) ? ref : undefined;
}
