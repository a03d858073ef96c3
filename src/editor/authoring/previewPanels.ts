import * as vscode from 'vscode';
import type { ExerciseRef } from '../../core/exercise';
import { previewViewType } from '../ids';
import { DisposableStore } from '../lifecycle';
import { shellHtml, webviewOptions } from '../questionPanel/html';
import { refIn, type PanelJournal } from '../questionPanel/panelJournal';
import type { AuthoredExercise, AuthoredPacks } from './authoredPacks';
import { PreviewSession, type PreviewParts, type PreviewTarget } from './previewSession';

interface Preview {
  readonly panel: vscode.WebviewPanel;
  readonly target: PreviewTarget;
  /** What ends with it. */
  readonly links: vscode.Disposable;
}

/** The open previews, one for each exercise at most. */
export class PreviewPanels implements vscode.Disposable {
  private previews: readonly Preview[] = [];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly authored: AuthoredPacks,
    private readonly parts: PreviewParts,
    private readonly journal: PanelJournal,
  ) {
    journal.lost(); // of a window that has crashed: a preview is asked for again, and loses nothing
  }

  get all(): readonly Preview[] {
    return this.previews;
  }

  /** The exercise whose preview is in front. */
  get active(): AuthoredExercise | undefined {
    const target = this.previews.find(({ panel }) => panel.active)?.target;
    return target && this.authored.exerciseOf(target.ref);
  }

  /** Shows the preview, which leaves the keyboard to the text when it is beside it. */
  open(place: AuthoredExercise, column: vscode.ViewColumn): void {
    const target = targetOf(place);
    const preserveFocus = column === vscode.ViewColumn.Beside;
    const open = this.previews.find(({ target: { ref } }) => ref === target.ref);
    if (open) {
      open.panel.reveal(undefined, preserveFocus);
      return;
    }
    const panel = vscode.window.createWebviewPanel(previewViewType, '', {
      viewColumn: column,
      preserveFocus,
    });
    this.adopt(panel, target);
  }

  /** Takes back a panel after a reload of the window; `state` is what its own script has kept. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    await this.authored.ready;
    const known = refIn(state);
    const entry = this.journal.takeUp(known, panel.title);
    const place = this.placeOf(known ?? entry?.ref);
    if (place) this.adopt(panel, targetOf(place), entry?.state);
    else panel.dispose();
  }

  /** Makes a preview again that nobody answers for any more. Call when the packs have been read. */
  remake(title: string): ((panel: vscode.WebviewPanel) => void) | undefined {
    const entry = this.journal.takeUp(undefined, title);
    const place = this.placeOf(entry?.ref);
    return place && (panel => this.adopt(panel, targetOf(place), entry?.state));
  }

  /** A conversation without a webview; whoever calls is the panel's end of the channel. */
  connect(place: AuthoredExercise, post: (frame: unknown) => void): PreviewSession {
    return new PreviewSession(targetOf(place), this.parts, post);
  }

  /** The panels stay: the editor hands them over to the next host, or `remake` puts others in their places. */
  dispose(): void {
    for (const { links } of this.previews) links.dispose();
  }

  /** @param kept what the journal has of the panel that was here before */
  private adopt(panel: vscode.WebviewPanel, target: PreviewTarget, kept?: string): void {
    const links = new DisposableStore();
    const preview = { panel, target, links };
    let state = kept ?? '{}';
    const note = (): void => this.journal.note(panel, { ref: target.ref, title: panel.title, state });
    const session = links.add(
      new PreviewSession(target, this.parts, frame => void panel.webview.postMessage(frame), {
        setTitle: title => {
          panel.title = title;
          note();
        },
        keep: news => {
          state = news;
          note();
        },
      }),
    );
    links.add(panel.webview.onDidReceiveMessage(message => void session.receive(message)));
    this.previews = [...this.previews, preview];
    panel.onDidDispose(() => {
      this.previews = this.previews.filter(other => other !== preview);
      this.journal.forget(panel);
      links.dispose();
    });
    panel.title = vscode.l10n.t('Preview: {0}', target.exercise);
    note();
    panel.iconPath = new vscode.ThemeIcon('open-preview');
    panel.webview.options = webviewOptions(this.extension);
    const { active } = panel;
    panel.webview.html = shellHtml(panel.webview, this.extension, 'webview', { kept, active }); // last: from here on it may speak
  }

  private placeOf(ref: ExerciseRef | undefined): AuthoredExercise | undefined {
    return ref && this.authored.exerciseOf(ref);
  }
}

const targetOf = ({ pack, exercise }: AuthoredExercise): PreviewTarget => ({
  pack,
  exercise,
  ref: `${pack.id}/${exercise}`,
});
