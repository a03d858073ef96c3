import * as vscode from 'vscode';
import { progressViewType } from '../ids';
import { DisposableStore } from '../lifecycle';
import { shellHtml, webviewOptions } from '../questionPanel/html';
import type { ProgressSession } from './progressSession';

/** The page about progress: there is one, and it comes back after a reload of the window. */
export class ProgressPanel implements vscode.Disposable {
  private shown: { readonly panel: vscode.WebviewPanel; readonly session: ProgressSession } | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly connect: (post: (frame: unknown) => void) => ProgressSession,
  ) {}

  /** The panel that is open, if any. */
  get current(): vscode.WebviewPanel | undefined {
    return this.shown?.panel;
  }

  open(): void {
    if (this.shown) this.shown.panel.reveal();
    else
      this.adopt(vscode.window.createWebviewPanel(progressViewType, title(), vscode.ViewColumn.Active, {}));
  }

  adopt(panel: vscode.WebviewPanel): void {
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
    panel.webview.options = webviewOptions(this.extension);
    panel.webview.html = shellHtml(panel.webview, this.extension, 'progress'); // last: from here on it may speak
  }

  dispose(): void {
    this.shown?.session.dispose();
  }
}

const title = (): string => vscode.l10n.t('Progress');
