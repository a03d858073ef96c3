import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { onPath, run } from './processes.mjs';

/** Flags that keep a test browser still: no first-run pages, no traffic of its own. */
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A browser that Playwright can drive: named by `CHROMIUM`, installed, or put there by the system's package manager when
 * that needs no password.
 *
 * @returns {Promise<string>} the path of its binary
 * @throws when there is none, saying what to do
 */
export async function ensureBrowser() {
  const named = process.env['CHROMIUM'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which does not exist.`);
  }
  const found = (await installedBrowser()) ?? (await installWithApt());
  if (found) return found;
  throw new Error(
    'No browser to drive: install Chromium, Chrome or Edge, or set CHROMIUM to the path of its binary, and run again.',
  );
}

/** @returns {Promise<string | undefined>} */
async function installedBrowser() {
  const { chromium } = await import('playwright-core');
  return [...knownPlaces(), chromium.executablePath()].find(file => file !== '' && existsSync(file));
}

function knownPlaces() {
  switch (process.platform) {
    case 'win32':
      return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(variable => {
        const base = process.env[variable];
        if (!base) return [];
        return ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map(
          file => path.join(base, file),
        );
      });
    case 'darwin':
      return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
        name => `/Applications/${name}.app/Contents/MacOS/${name}`,
      );
    default:
      return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
        name => `/usr/bin/${name}`,
      );
  }
}

/** @returns {Promise<string | undefined>} */
async function installWithApt() {
  if (process.platform !== 'linux' || !onPath('apt-get')) return undefined;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && (await run('sudo', ['-n', 'true']).catch(() => ({ code: 1 }))).code !== 0)
    return undefined;
  console.log('Installing Chromium with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [file = '', ...rest] = [...sudo, 'apt-get', ...args];
    const { code, output } = await run(file, rest, { env });
    if (code !== 0) console.error(output.trim().split('\n').slice(-5).join('\n'));
  }
  return installedBrowser();
}

/** Shows an address in the person's own browser. Nothing happens where there is no way to. @param {string} address */
export function showInBrowser(address) {
  const [file, args] =
    process.platform === 'win32'
      ? ['rundll32', ['url.dll,FileProtocolHandler', address]]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', [address]];
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}
