import * as vscode from 'vscode';
import { isExerciseRef } from '../../protocol/marker';
import { previewViewType } from '../ids';
import { DisposableStore } from '../lifecycle';
import { shellHtml, webviewOptions } from '../questionPanel/html';
import type { AuthoredExercise, AuthoredPacks } from './authoredPacks';
import { PreviewSession, type PreviewParts, type PreviewTarget } from './previewSession';

interface Preview {
  readonly panel: vscode.WebviewPanel;
  readonly target: PreviewTarget;
}

/** The open previews, one for each exercise at most. */
export class PreviewPanels implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private previews: readonly Preview[] = [];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly authored: AuthoredPacks,
    private readonly parts: PreviewParts,
  ) {}

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
    const ref = typeof state === 'object' && state !== null && 'ref' in state ? state.ref : undefined;
    const place = typeof ref === 'string' && isExerciseRef(ref) ? this.authored.exerciseOf(ref) : undefined;
    if (place) this.adopt(panel, targetOf(place));
    else panel.dispose();
  }

  /** A conversation without a webview; whoever calls is the panel's end of the channel. */
  connect(place: AuthoredExercise, post: (frame: unknown) => void): PreviewSession {
    return new PreviewSession(targetOf(place), this.parts, post, () => undefined);
  }

  dispose(): void {
    for (const { panel } of this.previews) panel.dispose();
    this.store.dispose();
  }

  private adopt(panel: vscode.WebviewPanel, target: PreviewTarget): void {
    const preview = { panel, target };
    const links = new DisposableStore();
    const session = links.add(
      new PreviewSession(
        target,
        this.parts,
        frame => void panel.webview.postMessage(frame),
        title => (panel.title = title),
      ),
    );
    links.add(panel.webview.onDidReceiveMessage(message => void session.receive(message)));
    this.previews = [...this.previews, preview];
    panel.onDidDispose(() => {
      this.previews = this.previews.filter(other => other !== preview);
      links.dispose();
    });
    panel.title = vscode.l10n.t('Preview: {0}', target.exercise);
    panel.iconPath = new vscode.ThemeIcon('open-preview');
    panel.webview.options = webviewOptions(this.extension);
    panel.webview.html = shellHtml(panel.webview, this.extension); // last: from here on it may speak
  }
}

const targetOf = ({ pack, exercise }: AuthoredExercise): PreviewTarget => ({
  pack,
  exercise,
  ref: `${pack.id}/${exercise}`,
});
