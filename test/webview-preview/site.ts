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
    entryPoints: {
      'webview.host': 'test/webview-preview/host.ts',
      'progress.host': 'test/webview-preview/progressHost.ts',
    },
    outdir: path.join(outdir, 'webview'),
    bundle: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  return url => answer(outdir, url);
}

/** The pages, by path: names of their style and script. */
const pages: Readonly<Record<string, string>> = { '/': 'webview', '/progress': 'progress' };

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

function answer(outdir: string, url: URL): Answer | undefined {
  const name = pages[url.pathname];
  if (name !== undefined) {
    const body = pageHtml(
      name,
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

/** The shell that main.tsx asks for, with the fixture host before the page's own script. */
const pageHtml = (name: string, cspSource: string, language: string, dir: string): string => `<!DOCTYPE html>
<html lang="${language}" dir="${dir}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; font-src ${cspSource}; img-src ${cspSource} data:; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${name}</title>
    ${textsIn(language)}
    <link rel="stylesheet" href="/${name}.css">
    <script nonce="${nonce}" src="/${name}.host.js"></script>
    <script nonce="${nonce}" src="/${name}.js" defer></script>
  </head>
  <body><main id="app"></main></body>
</html>
`;

const textsIn = (language: string): string =>
  language === 'en'
    ? ''
    : `<script type="application/json" id="${textsElementId}">{"language":"${language}","table":${readFileSync(`media/l10n/panel.${language}.json`, 'utf8')}}</script>`;
