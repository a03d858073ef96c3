import * as vscode from 'vscode';
import { assertNever } from '../../core/errors';
import type { ExerciseRef } from '../../core/exercise';
import type { ProgressAction } from '../../protocol/progressPanel';
import { progressViewType } from '../ids';
import { DisposableStore } from '../lifecycle';
import { shellHtml, webviewOptions } from '../questionPanel/html';
import { ProgressFlows } from './progressFlows';
import { ProgressSession, type ProgressSessionServices } from './progressSession';
import type { Services } from '../services';

/** The page about progress: there is one, and it comes back after a reload of the window. */
export class ProgressPage implements vscode.Disposable {
  private readonly flows: ProgressFlows;
  private shown: { readonly panel: vscode.WebviewPanel; readonly session: ProgressSession } | undefined;

  constructor(private readonly services: ProgressSessionServices & Pick<Services, 'extension' | 'backups'>) {
    this.flows = new ProgressFlows(services);
  }

  /** The panel that is open, if any. */
  get current(): vscode.WebviewPanel | undefined {
    return this.shown?.panel;
  }

  open(): void {
    if (this.shown) this.shown.panel.reveal();
    else
      this.adopt(vscode.window.createWebviewPanel(progressViewType, title(), vscode.ViewColumn.Active, {}));
  }

  /** @param isReplacement of a page that is not there any more: this one is at the same place */
  adopt(panel: vscode.WebviewPanel, isReplacement = false): void {
    this.shown?.panel.dispose();
    // A hidden webview is gone and made anew; posting to one that is gone resolves to false and is no failure.
    const session = this.connect(frame => void panel.webview.postMessage(frame));
    const links = new DisposableStore();
    links.add(session);
    links.add(panel.webview.onDidReceiveMessage(message => void session.receive(message)));
    links.add(panel.onDidChangeViewState(() => panel.visible && session.refresh()));
    links.add(
      panel.onDidDispose(() => {
        if (this.shown?.panel === panel) this.shown = undefined;
        links.dispose();
      }),
    );
    this.shown = { panel, session };
    panel.title = title();
    panel.iconPath = new vscode.ThemeIcon('graph');
    const { extension } = this.services;
    panel.webview.options = webviewOptions(extension);
    panel.webview.html = shellHtml(panel.webview, extension, 'progress', { isReplacement }); // last: from here on it may speak
  }

  /** A conversation without a webview; whoever calls is the page's end of the channel. */
  connect(post: (frame: unknown) => void): ProgressSession {
    return new ProgressSession(this.services, this, post);
  }

  act(action: ProgressAction): Promise<void> {
    switch (action) {
      case 'export':
        return this.flows.exportAll();
      case 'import':
        return this.flows.importFile();
      case 'restore':
        return this.flows.restore();
      case 'reset':
        return this.reset(undefined);
      default:
        return assertNever(action);
    }
  }

  /** Of one exercise; of what the person chooses when none is named. */
  reset(ref: ExerciseRef | undefined): Promise<void> {
    return this.flows.reset(ref);
  }

  dispose(): void {
    this.shown?.session.dispose();
  }
}

const title = (): string => vscode.l10n.t('Progress');
