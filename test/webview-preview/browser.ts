import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { FixtureName } from './fixtures';
import { progressFixtureNames, type ProgressFixtureName } from './progressFixtures';
import type { Answer } from './site';
import type { ThemeName } from './themes';

/** As the editor's own pages are, it is a secure context. */
const origin = 'https://panel.test';

/**
 * The browser that the test stage names, or one that is installed where Linux puts it.
 * @throws when there is none: a test must not pass unrun.
 */
export async function launchChromium(): Promise<Browser> {
  const candidates = [
    process.env['DESIGN_DRILLS_BROWSER'],
    process.env['CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const executablePath = candidates.find(file => file !== undefined && existsSync(file));
  if (executablePath === undefined)
    throw new Error('No Chromium was found. Set CHROMIUM to the path of one.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Shown {
  /** Of the panel, or of the page about progress. */
  readonly fixture: FixtureName | ProgressFixtureName;
  readonly theme?: ThemeName;
  readonly delay?: number;
  /** Of the texts of the panel; English unless told otherwise. */
  readonly language?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly width?: number;
  readonly height?: number;
  readonly context?: BrowserContextOptions;
  /** Told of everything that is written to the console or thrown. */
  readonly onTrouble?: (text: string) => void;
}

/** A page with the panel in it, drawn. No server: the browser's requests are answered from memory. */
export async function openPanel(
  browser: Browser,
  site: (url: URL) => Answer | undefined,
  shown: Shown,
): Promise<Page> {
  const { fixture, theme = 'dark', delay = 0, width = 700, height = 900 } = shown;
  const { language = 'en', dir = 'ltr' } = shown;
  const context = await browser.newContext({ viewport: { width, height }, ...shown.context });
  const page = await context.newPage();
  page.on('console', message => shown.onTrouble?.(message.text()));
  page.on('pageerror', error => shown.onTrouble?.(error.message));
  await page.route('**/*', route => {
    const found = site(new URL(route.request().url()));
    return found ? route.fulfill(found) : route.abort();
  });
  const at = progressFixtureNames.some(name => name === fixture) ? 'progress' : '';
  await page.goto(
    `${origin}/${at}?fixture=${fixture}&theme=${theme}&delay=${delay}&language=${language}&dir=${dir}`,
  );
  await page.waitForSelector('h1');
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page;
}
