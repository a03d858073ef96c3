import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { firstViewElementId, type FirstView } from '../../protocol/firstView';
import { keptElementId, type QuestionView } from '../../protocol/panel';
import { textsElementId } from '../../protocol/panelTexts';
import { panelTexts } from '../panelTexts';

/** Only what the panel loads may be loaded. */
export const webviewOptions = (extension: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  enableCommandUris: false,
  localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')],
});

/**
 * A page with style, script and a place for both. What it shows at first may come with it; everything else arrives by
 * message.
 *
 * @param name of the page's own style and script in dist/webview
 */
export function shellHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  name = 'webview',
  { question, kept, active = false, isReplacement = false }: PageData = {},
): string {
  const texts = panelTexts(extension);
  const nonce = randomBytes(16).toString('base64');
  const at = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', file)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    `script-src 'nonce-${nonce}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  // The elements library looks for the icon font by the id of this link.
  return /* html */ `<!DOCTYPE html>
<html lang="${texts?.language ?? 'en'}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    ${texts ? dataScript(textsElementId, texts) : ''}
    ${kept === undefined ? '' : dataScript(keptElementId, kept)}
    ${question ? dataScript(firstViewElementId, { page: nonce, question } satisfies FirstView) : ''}
    <link rel="stylesheet" href="${at(`${name}.css`)}" id="vscode-codicon-stylesheet">
    <script nonce="${nonce}" src="${at(`${name}.js`)}" defer></script>
  </head>
  <body><main id="app"${active ? ' data-active' : ''}${isReplacement ? ' data-replacement' : ''}></main></body>
</html>`;
}

/** What a page is born with. */
export interface PageData {
  readonly question?: QuestionView | undefined;
  /** What the journal has of the panel that was here before, as JSON. */
  readonly kept?: string | undefined;
  /** Whether it is the editor in front. */
  readonly active?: boolean;
  /** Whether it stands in the place of one that is not there any more, and is to be at the same place. */
  readonly isReplacement?: boolean;
}

/** JSON for the page, which cannot end the element it stands in. @param data a text is JSON already */
const dataScript = (id: string, data: object | string): string => {
  const json = typeof data === 'string' ? data : JSON.stringify(data);
  return `<script type="application/json" id="${id}">${json.replaceAll('<', '\\u003c')}</script>`;
};
