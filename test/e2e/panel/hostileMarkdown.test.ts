import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { renderMarkdown } from '../../../src/core/markdown';
import { hostileMarkdown } from '../../unit/core/support/hostileMarkdown';
import { launchChromium, openPanel } from '../../webview-preview/browser';
import { buildSite, type Answer } from '../../webview-preview/site';
import type {} from '../../webview-preview/host';

declare global {
  interface Window {
    /** Called by whatever a text manages to run. */
    harm: (by: unknown) => void;
    harmed: unknown[];
  }
}

/** The corpus of hostile Markdown in the panel, under the policy that the extension sets. */
describe('hostile Markdown in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let site: (url: URL) => Answer | undefined;
  let page: Page;
  /** Everything that the page wanted to load, and what of it the policy let through. */
  let asked: string[];
  let reached: string[];

  before(async () => {
    site = await buildSite('.tmp/webview-hostile');
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    page = await openPanel(browser, site, { fixture: 'new' });
    asked = [];
    reached = [];
    await page.route('**/*', route => {
      // Pictures of the panel itself may be loaded, and there are none.
      const url = route.request().url();
      if (!url.startsWith('https://panel.test/')) reached.push(url);
      return route.abort();
    });
    page.on('request', request => asked.push(request.url()));
    page.on('framenavigated', frame => asked.push(`navigated to ${frame.url()}`));
    await page.evaluate(() => {
      window.harmed = [];
      window.harm = by => window.harmed.push(by);
    });
  });
  afterEach(() => page.context().close());

  /** Shows the HTML as a statement, touches everything in it, and answers what came of it. */
  async function show(title: string, html: string): Promise<{ harmed: unknown[]; protocols: string[] }> {
    await page.evaluate(
      ([name, statementHtml]) => {
        const { fixtures } = window.previewHost;
        window.previewHost.send('question', { ...fixtures.new, title: name, statementHtml });
      },
      [title, html] as const,
    );
    await page.waitForFunction(name => document.querySelector('h1')?.textContent === name, title);
    return page.evaluate(async () => {
      const elements = [...document.querySelectorAll<HTMLElement>('.prose *')];
      for (const element of elements.slice(0, 50))
        for (const type of ['mouseover', 'focus', 'pointerdown'])
          element.dispatchEvent(new Event(type, { bubbles: true }));
      await new Promise(resolve => requestAnimationFrame(resolve));
      const links = [...document.querySelectorAll<HTMLAnchorElement>('.prose a[href]')];
      const protocols = links.map(link => (link.getAttribute('href')?.startsWith('#') ? '#' : link.protocol));
      return { harmed: window.harmed, protocols: [...new Set(protocols)] };
    });
  }

  it('runs nothing, loads nothing and leads nowhere else', async () => {
    const found: unknown[] = [];
    for (const { name, text } of hostileMarkdown) {
      const { harmed, protocols } = await show(name, renderMarkdown(text, { demoteHeadings: 1 }));
      if (harmed.length > 0 || asked.length > 0) found.push({ name, harmed, asked: asked.splice(0) });
      if (protocols.some(protocol => !['https:', 'mailto:', '#'].includes(protocol)))
        found.push({ name, protocols });
    }
    const { violations } = await page.evaluate(() => window.previewHost);
    assert.deepEqual({ found, violations }, { found: [], violations: [] });
  });

  it('is stopped by the policy alone, were it shown as it stands', async () => {
    const found: unknown[] = [];
    // A line of HTML that takes the page elsewhere is no matter of the policy; see the test above.
    const raw = hostileMarkdown.filter(({ name }) => name !== 'a redirection' && name !== 'a frame');
    for (const { name, text } of raw) {
      const { harmed } = await show(name, text);
      if (harmed.length > 0 || reached.length > 0) found.push({ name, harmed, reached: reached.splice(0) });
    }
    assert.deepEqual(found, []);
    const { violations } = await page.evaluate(() => window.previewHost);
    assert.ok(violations.length > 10, 'the policy had nothing to stop');
  });
});
