import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { textsElementId } from '../../src/protocol/panelTexts';

/** What a browser gets for a path. */
export interface Answer {
  readonly contentType: string;
  readonly body: Buffer | string;
}

/**
 * Builds the panel as it ships, and the page around it under the policy that the extension sets. Paths are relative to
 * the root of the repository, from where everything here is run.
 */
export async function buildSite(outdir: string): Promise<(url: URL) => Answer | undefined> {
  const panel = spawnSync(process.execPath, ['esbuild.mjs', '--only', 'webview', '--outdir', outdir], {
    encoding: 'utf8',
  });
  if (panel.status !== 0) throw new Error(`The panel did not build:\n${panel.stderr}`);
  await build({
    entryPoints: ['test/webview-preview/host.ts'],
    outfile: path.join(outdir, 'webview', 'host.js'),
    bundle: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  return url => answer(outdir, url);
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

function answer(outdir: string, url: URL): Answer | undefined {
  if (url.pathname === '/') {
    const body = pageHtml(
      url.origin,
      url.searchParams.get('language') ?? 'en',
      url.searchParams.get('dir') ?? 'ltr',
    );
    return { contentType: 'text/html; charset=utf-8', body };
  }
  const contentType = types[path.extname(url.pathname)];
  if (contentType === undefined) return undefined;
  return { contentType, body: readFileSync(path.join(outdir, 'webview', path.basename(url.pathname))) };
}

const nonce = 'preview';

/** The shell that main.tsx asks for, with the fixture host before the panel. */
const pageHtml = (cspSource: string, language: string, dir: string): string => `<!DOCTYPE html>
<html lang="${language}" dir="${dir}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; img-src ${cspSource} data:; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Question panel</title>
    ${textsIn(language)}
    <link rel="stylesheet" href="/webview.css">
    <script nonce="${nonce}" src="/host.js"></script>
    <script nonce="${nonce}" src="/webview.js" defer></script>
  </head>
  <body><main id="app"></main></body>
</html>
`;

const textsIn = (language: string): string =>
  language === 'en'
    ? ''
    : `<script type="application/json" id="${textsElementId}">{"language":"${language}","table":${readFileSync(`media/l10n/panel.${language}.json`, 'utf8')}}</script>`;
