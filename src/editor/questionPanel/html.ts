import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Only what the panel loads may be loaded. */
export const webviewOptions = (extension: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  enableCommandUris: false,
  localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')],
});

/** An empty page: style, script and a place for both. Everything that is shown arrives by message. */
export function shellHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const at = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', name)).toString();
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
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="${at('webview.css')}" id="vscode-codicon-stylesheet">
    <script nonce="${nonce}" src="${at('webview.js')}" defer></script>
  </head>
  <body><main id="app"></main></body>
</html>`;
}
