import type { Browser, Page } from 'playwright-core';
import { launchChromium, openPanel, type Shown } from '../webview-preview/browser';
import { buildSite, type Answer } from '../webview-preview/site';
import { themeNames, type ThemeName } from '../webview-preview/themes';
import { Gallery } from './gallery';

interface Screen {
  readonly fixture: Shown['fixture'];
  /** What is put at the top; the top of the page where nothing is named. */
  readonly at?: string;
  readonly width?: number;
  readonly height?: number;
  /** What has to be there before the picture is taken. */
  readonly ready?: string;
}

const screens: Readonly<Record<string, Screen>> = {
  statement: { fixture: 'failed' },
  requirements: { fixture: 'failed', at: '#requirements' },
  run: { fixture: 'failed', at: '#run', height: 900 },
  plots: { fixture: 'failed', at: 'figure.trace', height: 560 },
  discussions: { fixture: 'discussions', at: '#discussions', height: 900 },
  playground: {
    fixture: 'playground',
    at: '#playground',
    height: 800,
    ready: '.played table, .played .message',
  },
  progress: { fixture: 'progress-some', width: 1000, height: 800 },
  preview: { fixture: 'preview-broken' },
};

const shortName: Readonly<Record<ThemeName, string>> = {
  dark: 'dark',
  light: 'light',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
};

/** Every screen of the panel and of the page about progress, in four themes. */
describe('pictures of the panel', function () {
  this.timeout(120_000);
  let browser: Browser;
  let site: (url: URL) => Answer | undefined;
  let gallery: Gallery;

  before(async () => {
    site = await buildSite('.tmp/webview-screenshots');
    browser = await launchChromium();
    gallery = await Gallery.in(browser);
  });
  after(() => browser.close());

  for (const [name, screen] of Object.entries(screens))
    for (const theme of themeNames)
      it(`${name} in ${theme}`, async () => {
        const { fixture, at, width = 900, height = 700, ready } = screen;
        const page = await openPanel(browser, site, { fixture, theme, width, height });
        if (at !== undefined) await show(page, at);
        if (ready !== undefined) await page.waitForSelector(ready);
        await gallery.add(`${name}-${shortName[theme]}`, await page.screenshot());
        await page.context().close();
      });
});

/** Opens what is closed, and scrolls it to below the header, which stays on top. */
async function show(page: Page, selector: string): Promise<void> {
  const closed = page.locator(`${selector} .disclosure-2 > .disclosure-head [aria-expanded=false]`);
  if ((await closed.count()) > 0) await closed.first().click();
  await page
    .locator(selector)
    .first()
    .evaluate(element => {
      element.scrollIntoView();
      window.scrollBy(0, -16);
    });
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)));
}
