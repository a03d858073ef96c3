import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, openPanel, type Shown } from '../../webview-preview/browser';
import { fixtureNames } from '../../webview-preview/fixtures';
import { progressFixtureNames } from '../../webview-preview/progressFixtures';
import { buildSite, type Answer } from '../../webview-preview/site';
import { themeNames } from '../../webview-preview/themes';
import type {} from '../../webview-preview/pageHost';

/** Whoever they are, whatever they read with: every screen of the panel, measured in a browser. */
describe('the panel for everybody', function () {
  this.timeout(120_000);
  let browser: Browser;
  let site: (url: URL) => Answer | undefined;
  let page: Page;
  const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

  before(async () => {
    site = await buildSite('.tmp/webview-access');
    browser = await launchChromium();
  });
  after(() => browser.close());
  afterEach(() => page.context().close());

  const open = async (shown: Shown): Promise<void> => {
    page = await openPanel(browser, site, shown);
  };

  /** What axe has found, one line for each kind of fault: whatever its impact. */
  const faults = async (options: RunOptions): Promise<string[]> => {
    const { violations } = await page.evaluate(async given => {
      const { axe } = window as unknown as {
        axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
      };
      // What code is coloured with is the choice of whoever made the theme.
      return axe.run({ exclude: [['pre code']] }, { resultTypes: ['violations'], ...given });
    }, options);
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes
        .slice(0, 3)
        .map(({ target, failureSummary }) => `${impact} ${id}: ${String(target)} ${failureSummary}`),
    );
  };

  for (const fixture of [...fixtureNames, ...progressFixtureNames])
    it(`leaves axe nothing to say, in any theme: ${fixture}`, async () => {
      await open({ fixture });
      await page.evaluate(`${axe};0`);
      const found: Record<string, string[]> = {};
      for (const theme of themeNames) {
        await page.evaluate(name => window.previewTheme(name), theme);
        // Only colours differ between themes.
        const problems = await faults(theme === 'dark' ? {} : { runOnly: ['color-contrast'] });
        if (problems.length > 0) found[theme] = problems;
      }
      assert.deepEqual(found, {});
    });

  for (const dir of ['ltr', 'rtl'] as const)
    for (const fixture of [
      'new',
      'failed',
      'many-failures',
      'discussions',
      'proposed',
      'changed',
      'preview-broken',
      'right-to-left',
      'progress-some',
      'progress-empty',
    ] as const)
      it(`cuts nothing off in German at 400 pixels, nor at 200 %, written ${dir}: ${fixture}`, async () => {
        // A window of 800 at 200 % has 400 pixels of twice the size.
        await open({
          fixture,
          language: 'de',
          dir,
          width: 400,
          height: 450,
          context: { deviceScaleFactor: 2 },
        });
        assert.deepEqual(await page.evaluate(cutOff), []);
      });

  it('writes code, ids and places from left to right, whatever is around them', async () => {
    await open({ fixture: 'failed', dir: 'rtl' });
    const directions = await page.evaluate(() =>
      ['.prose pre', '.prose code', '.excerpt', '.chip', '.trace-plot', '.link[aria-label^="Open "]'].map(
        selector => `${selector} ${getComputedStyle(document.querySelector(selector)!).direction}`,
      ),
    );
    assert.deepEqual(
      directions.filter(text => !text.endsWith(' ltr')),
      [],
    );
  });

  it('says in which language a pack is, and lets its texts begin where they begin', async () => {
    await open({ fixture: 'right-to-left', language: 'de' });
    const texts = await page.evaluate(() =>
      ['h1', '#statement .prose', '.prose-inline'].map(selector => {
        const element = document.querySelector(selector)!;
        return `${selector} ${element.closest('[lang]')?.getAttribute('lang')} ${getComputedStyle(element).direction}`;
      }),
    );
    assert.deepEqual(texts, ['h1 he rtl', '#statement .prose he rtl', '.prose-inline he rtl']);
  });

  it('says in German what there is to say, with its numbers', async () => {
    await open({ fixture: 'failed', language: 'de' });
    await page.getByRole('button', { name: 'Prüfen', exact: true }).waitFor();
    assert.deepEqual(
      [
        await page.locator('.verdict-head').textContent(),
        await page.getByRole('slider').first().getAttribute('aria-valuetext'),
      ],
      [
        '10 von 14 Prüfungen bestanden.',
        't = 30,012 s: schlägt hier fehl; admitted in the last minute 102; requests: admitted',
      ],
    );
  });

  it('keeps its lines and states where the system chooses the colours', async () => {
    await open({ fixture: 'failed', context: { forcedColors: 'active' } });
    const unseen = await page.evaluate(() =>
      [...document.querySelectorAll('.codicon, .chip, vscode-button')]
        .filter(element => element.checkVisibility())
        .filter(element => {
          const { color, backgroundColor } = getComputedStyle(element);
          return color === backgroundColor;
        })
        .map(element => element.className),
    );
    assert.deepEqual(unseen, []);
  });
});

/** Runs in the page: what is wider than its place, or reaches out of the page at a side. */
function cutOff(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const found =
    scrollWidth > clientWidth ? [`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`] : [];
  for (const element of document.querySelectorAll(
    'button, vscode-button, select, .chip, h1, h2, h3, h4, p, dd, dt, label',
  )) {
    if (!element.checkVisibility() || element.clientWidth <= 1) continue; // there for the ear alone
    if (element.closest('.table-box, pre, .trace-plot, .check-brief')) continue; // scrolls, or is a first line
    const { left, right } = element.getBoundingClientRect();
    const name = `${element.tagName.toLowerCase()} “${element.textContent.trim().slice(0, 40)}”`;
    if (left < -1 || right > clientWidth + 1) found.push(`${name} reaches from ${left} to ${right}`);
    if (
      element.scrollWidth > element.clientWidth + 1 &&
      element.clientWidth > 0 &&
      getComputedStyle(element).overflowX !== 'visible'
    )
      found.push(`${name} needs ${element.scrollWidth}, has ${element.clientWidth}`);
  }
  return found;
}
