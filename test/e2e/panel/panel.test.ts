import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, openPanel, type Shown } from '../../webview-preview/browser';
import { fixtureNames } from '../../webview-preview/fixtures';
import { contrast, parseColour, readableContrast, type Colour } from '../../../src/webview/contrast';
import { buildSite, type Answer } from '../../webview-preview/site';
import { themeNames } from '../../webview-preview/themes';
import type {} from '../../webview-preview/host';

/**
 * The built panel in a real browser, under the policy that the extension sets, with the host played by
 * test/webview-preview/host.ts: what only a browser can prove.
 */
describe('the panel in a browser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let site: (url: URL) => Answer | undefined;
  let page: Page;

  before(async () => {
    site = await buildSite('.tmp/webview-e2e');
    browser = await launchChromium();
  });
  after(() => browser.close());
  afterEach(() => page.context().close());

  const open = async (shown: Shown): Promise<void> => {
    page = await openPanel(browser, site, shown);
  };
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const answer = () => page.getByRole('textbox', { name: 'Your answer: Would sticky sessions be enough?' });
  const asked = (method: string) =>
    page.evaluate(name => window.previewHost.asked.filter(a => a.method === name).map(a => a.params), method);
  const status = async () => ((await page.getByRole('status').textContent()) ?? '').trim();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
    });

  for (const fixture of fixtureNames)
    it(`keeps to the content policy, reports no trouble and never scrolls sideways: ${fixture}`, async () => {
      const troubles: string[] = [];
      await open({ fixture, onTrouble: text => troubles.push(text) });
      const sideways: number[] = [];
      // 350 × 450 is what is left of 700 × 900 at 200 %.
      for (const [width, height] of [
        [1400, 900],
        [700, 900],
        [380, 800],
        [350, 450],
      ] as const) {
        await page.setViewportSize({ width, height });
        const isWider = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth > clientWidth;
        });
        if (isWider) sideways.push(width);
      }
      const violations = await page.evaluate(() => window.previewHost.violations);
      assert.deepEqual({ violations, troubles, sideways }, { violations: [], troubles: [], sideways: [] });
    });

  for (const theme of themeNames)
    it(`shows where the focus is at every stop of the Tab key: ${theme}`, async () => {
      await open({ fixture: 'failed', theme });
      const stops: string[] = [];
      const unseen: string[] = [];
      for (let i = 0; i < 200; i++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          const inner = element.shadowRoot?.querySelector('.base, textarea') ?? element;
          const { outlineStyle, borderColor } = getComputedStyle(inner);
          const focus = document.documentElement.style.getPropertyValue('--vscode-focusBorder');
          const probe = document.createElement('i');
          probe.style.color = focus;
          document.body.append(probe);
          const focusColour = getComputedStyle(probe).color;
          probe.remove();
          const name = element.getAttribute('aria-label') ?? element.textContent;
          return { name, seen: outlineStyle !== 'none' || borderColor === focusColour };
        });
        if (stop === null) break;
        stops.push(stop.name);
        if (!stop.seen) unseen.push(stop.name);
      }
      assert.deepEqual(unseen, []);
      assert.ok(stops.length > 30, `only ${stops.length} stops: ${stops.join(' | ')}`);
    });

  it('has the structure that a screen reader needs', async () => {
    await open({ fixture: 'did-not-compile' });
    assert.equal(
      await page.locator('.header-row').ariaSnapshot(),
      [
        '- paragraph: Chatbot platform',
        '- heading "Rate limit across five servers" [level=1]',
        '- term: State',
        '- definition: Failing',
        '- term: Difficulty',
        '- definition: Intermediate',
        '- term: Time',
        '- definition: 60 minutes',
        '- term: Skills',
        '- definition: resilience, scale, concurrency',
        '- group "Actions":',
        '  - button "Check"',
        '  - button "Debug"',
        '  - button "Files (4)"',
        '  - button "Reset…"',
      ].join('\n'),
    );
    assert.equal(
      await page.getByRole('region', { name: 'Run', exact: true }).ariaSnapshot(),
      [
        '- region "Run":',
        '  - heading "Run" [level=2]:',
        '    - button "Run" [expanded]',
        '  - paragraph: "Your files did not compile: 1 error. No check has run."',
        '  - list:',
        '    - listitem:',
        '      - paragraph: Unexpected token, expected ";"',
        '      - button "Open limiter.ts:12:22": limiter.ts:12:22',
        '      - text: "10 | export function createLimiter(store: SharedStore, options: LimiterOptions): Limiter { 11 | const refillPerMs = options.limit / options.windowMs; > 12 | const tokens = take bucket(store); | ^ 13 | return { take }; 14 | }"',
        '  - paragraph: Run at 12:04 PM, took 4.1 ms',
      ].join('\n'),
    );
    const regions = await page
      .getByRole('region')
      .evaluateAll(all =>
        all.map(
          region =>
            region.getAttribute('aria-label') ??
            document.getElementById(region.getAttribute('aria-labelledby') ?? '')?.textContent,
        ),
      );
    assert.deepEqual(regions, [
      'Statement',
      'Requirements',
      'Hints',
      'Run',
      'Discussions',
      'Estimates',
      'In production',
      'Solution and next exercise',
    ]);
  });

  it('goes from section to section by arrow keys, and says where one is', async () => {
    await open({ fixture: 'failed' });
    const bar = page.getByRole('toolbar', { name: 'Sections' });
    await bar.getByRole('button', { name: 'Statement' }).focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'In production');
    await page.keyboard.press('Home');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'run-heading');
    await bar.locator('[aria-current=location]', { hasText: 'Run' }).waitFor();
  });

  for (const theme of themeNames)
    it(`colours code so that it can be read, and moves nothing: ${theme}`, async () => {
      await open({ fixture: 'new', theme });
      const code = page.locator('#statement pre > code').first();
      await code.locator('span').first().waitFor();
      const shown = await code.evaluate(element => ({
        text: element.textContent.startsWith('export interface Decision {'),
        background: getComputedStyle(element.parentElement ?? element).backgroundColor,
        colours: [
          ...new Set([...element.querySelectorAll('span')].map(span => getComputedStyle(span).color)),
        ],
      }));
      const parsed = (text: string): Colour => parseColour(text) ?? assert.fail(text);
      const contrasts = shown.colours.map(colour => contrast(parsed(colour), parsed(shown.background)));
      assert.ok(shown.text && contrasts.length >= 3);
      assert.ok(
        contrasts.every(ratio => ratio >= readableContrast),
        contrasts.join(', '),
      );
      const shift = await page.evaluate(
        () =>
          new Promise<number>(resolve => {
            new PerformanceObserver(list =>
              resolve(list.getEntries().reduce((sum, entry) => sum + Number(Reflect.get(entry, 'value')), 0)),
            ).observe({ type: 'layout-shift', buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(0))));
          }),
      );
      assert.ok(shift < 0.001, String(shift));
    });

  it('is worked by keyboard alone, from Scaffold over Check to the first failing line', async () => {
    await open({ fixture: 'new' });
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Scaffold');
    await page.keyboard.press('Enter');
    await button('Check').waitFor();
    assert.equal(await focused(), 'Check');
    assert.equal(await status(), '4 files created in chatbot-platform/rate-limiting.');

    await page.keyboard.press(' ');
    await button('Cancel').waitFor();
    assert.equal(await focused(), 'Cancel');
    assert.equal(await page.evaluate(() => window.scrollY), 0);
    await page.getByText('10 of 14 checks passed.', { exact: true }).waitFor();
    assert.equal(await focused(), 'Check');
    assert.match(await status(), /^2 of 14 checks failed: R1, R3\. 2 not revealed\./);
    await button('Open limiter.ts:42:32').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual(await asked('openFile'), [{ path: 'limiter.ts', line: 42, column: 32 }]);
  });

  it('does not cancel what a double click has begun, and cancels when asked', async () => {
    await open({ fixture: 'scaffolded', delay: 400 });
    await button('Check').dblclick();
    await button('Cancel').waitFor();
    assert.deepEqual(await asked('cancel'), []);
    await button('Cancel').click();
    await page.locator('.verdict-head', { hasText: 'The run was cancelled.' }).waitFor();
    assert.deepEqual(await asked('cancel'), [null]);
  });

  it('takes the focus to a hint that was asked for', async () => {
    await open({ fixture: 'new' });
    await button(/^Show hint 1 of 4/).click();
    await page.getByRole('heading', { name: 'Hint 1: What does a bucket have to remember?' }).waitFor();
    assert.equal(await focused(), 'Hint 1: What does a bucket have to remember?');
  });

  it('goes to a requirement without hiding it below the header, also when the section is closed', async () => {
    await open({ fixture: 'failed' });
    await page
      .getByRole('heading', { name: /^Requirements/ })
      .getByRole('button')
      .click();
    await button('Go to requirement R3').first().click();
    await page.locator('#requirement-R3:focus').waitFor();
    const [top, bottom] = await page.evaluate(() => [
      document.activeElement?.getBoundingClientRect().top ?? 0,
      document.querySelector('.header')?.getBoundingClientRect().bottom ?? 0,
    ]);
    assert.ok(top >= bottom, `${top} is above ${bottom}`);
  });

  it('leaves caret and text alone while the host sends runs and older text', async () => {
    await open({ fixture: 'scaffolded' });
    await answer().click();
    await page.keyboard.type('one three');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
    await page.evaluate(() => {
      const host = window.previewHost;
      host.send('run', host.fixtures.running.run);
      host.send('question', host.fixtures.discussions);
      host.send('run', host.fixtures.failed.run);
    });
    await page.getByText('10 of 14 checks passed.', { exact: true }).waitFor();
    await page.keyboard.type('two ');
    assert.equal(await answer().inputValue(), 'one two three');
  });

  it('has every letter after a reload in the middle of a word, and saves them', async () => {
    await open({ fixture: 'scaffolded' });
    await answer().click();
    await page.keyboard.type('typed at the last mom');
    await page.reload();
    await answer().waitFor();
    assert.equal(await answer().inputValue(), 'typed at the last mom');
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.deepEqual(await asked('saveAnswer'), [
      { ref: 'chatbot-platform/rate-limiting', place: 'sticky-sessions', text: 'typed at the last mom' },
    ]);
  });

  it('writes on where somebody was as soon as the field is there, which may be later than the page', async () => {
    await open({ fixture: 'scaffolded' });
    await answer().click();
    await page.keyboard.type('one three');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
    await page.goto(page.url().replace('fixture=scaffolded', 'fixture=new'));
    await button('Scaffold').waitFor();
    await page.evaluate(() => window.previewHost.send('question', window.previewHost.fixtures.scaffolded));
    await page.waitForFunction(() => document.activeElement?.localName === 'vscode-textarea');
    await page.keyboard.type('two ');
    assert.equal(await answer().inputValue(), 'one two three');
  });

  it('shows a preview by key beside the text, and caret and text stay', async () => {
    await open({ fixture: 'scaffolded' });
    await answer().click();
    await page.keyboard.type('**one** three');
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Alt+Shift+KeyP');
    await page.locator('.answer-preview strong', { hasText: 'one' }).waitFor();
    await page.keyboard.type('two ');
    await page.locator('.answer-preview', { hasText: 'one two three' }).waitFor();
    assert.equal(await answer().inputValue(), '**one** two three');
    await page.keyboard.press('Alt+Shift+KeyP');
    await page.locator('.answer-preview').waitFor({ state: 'detached' });
  });

  it('compares an estimate on Enter and says what may be wrong', async () => {
    await open({ fixture: 'scaffolded' });
    const field = page.getByRole('textbox', { name: /^Five servers take/ });
    await field.fill('3k/min');
    await field.press('Enter');
    await page.getByText('50/s is too low by a factor of 60.', { exact: false }).first().waitFor();
    await field.fill('2,500/s');
    await field.press('Enter');
    await page.getByText('2,500/s: right, within the tolerance.').first().waitFor();
  });

  it('keeps what could not be saved and says so', async () => {
    await open({ fixture: 'scaffolded' });
    await page.evaluate(() => (window.previewHost.failSave = 'The disk is full.'));
    await answer().click();
    await page.keyboard.type('So.');
    await page.getByText('Could not be saved: The disk is full. Your text is kept here.').waitFor();
    await button('Save Now').click();
    await page.getByText('Saved', { exact: true }).waitFor();
    assert.equal(await answer().inputValue(), 'So.');
  });

  it('comes back to the place and the sections that were on show', async () => {
    await open({ fixture: 'failed' });
    await page.getByRole('heading', { name: 'Hints 1 of 4 shown' }).getByRole('button').click();
    await page.evaluate(() => window.scrollTo(0, 600));
    await page.waitForFunction(() =>
      (sessionStorage.getItem('webview-state') ?? '').includes('"scrollTop":600'),
    );
    await page.reload();
    await page.waitForFunction(() => window.scrollY === 600);
    assert.equal(
      await page
        .getByRole('heading', { name: /^Hints/ })
        .getByRole('button')
        .getAttribute('aria-expanded'),
      'false',
    );
  });

  it('is a preview that says so, runs nothing, and stays where it is while an author types', async () => {
    await open({ fixture: 'preview-broken' });
    const buttons = await page
      .getByRole('group', { name: 'Actions' })
      .getByRole('button')
      .evaluateAll(all => all.map(one => one.textContent.trim()));
    assert.deepEqual(
      {
        buttons,
        runs: await page.locator('#run, .afterwards, .answer').count(),
        boxes: await page.locator('.points input, .estimates input').count(),
      },
      { buttons: ['Verify'], runs: 0, boxes: 0 },
    );
    await page.getByRole('button', { name: /^Go to rate-limiting\/question\.md:31/ }).click();
    await button('Verify').click();
    assert.deepEqual([await asked('openProblem'), await asked('verify')], [[{ index: 1 }], [null]]);

    await page.locator('#discussions').scrollIntoViewIfNeeded();
    await page.evaluate(() => window.scrollTo(0, 700));
    const top = () => page.evaluate(() => window.scrollY);
    const before = await top();
    assert.ok(before > 0, 'the page is long enough to be scrolled');
    await page.evaluate(() => {
      const { fixtures } = window.previewHost;
      const typed = fixtures.preview.statementHtml.replace('five servers', 'six servers');
      window.previewHost.send('question', { ...fixtures['preview-broken'], statementHtml: typed });
    });
    await page.getByText('six servers').first().waitFor();
    assert.equal(await top(), before);
  });

  describe('with a playground', () => {
    const slider = (name: string) => page.getByRole('slider', { name, exact: true });
    const lastPlay = async () => (await asked('play')).at(-1);
    const valueOf = (name: string) =>
      page.locator('.readings tr', { hasText: name }).locator('.reading-value').first().innerText();

    beforeEach(async () => {
      await open({ fixture: 'playground' });
      await page.locator('#playground').getByRole('button', { name: 'Playground', exact: true }).click();
      await page.locator('.readings').waitFor();
    });

    it('moves sliders by keyboard, and says the value with its unit', async () => {
      const rate = slider('Requests of the user');
      assert.equal(await rate.getAttribute('aria-valuetext'), '4 per second');
      await rate.focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await rate.getAttribute('aria-valuetext'), '5 per second');
      await page.keyboard.press('PageUp');
      await page.keyboard.press('End');
      assert.equal(await rate.getAttribute('aria-valuetext'), '20 per second');
      await page.locator('.readings tr', { hasText: '600' }).waitFor();
      assert.deepEqual(await lastPlay(), {
        settings: { limiter: 'shared', rate: 20, servers: 5 },
        ...{ seed: 1, reference: false },
      });
      await button('Requests of the user: back to 4 per second').click();
      await page.locator('.readings tr', { hasText: '120' }).waitFor();
      assert.equal(await rate.inputValue(), '3');
    });

    it('draws the same plots anew, and the reference beside them', async () => {
      const drawn = () => page.locator('.played .trace canvas').count();
      const before = await drawn();
      assert.ok(before >= 3, String(before));
      await page.getByRole('combobox', { name: 'Limiter' }).selectOption('each');
      await page.getByRole('checkbox').check();
      await page.locator('.trace-name', { hasText: 'server 1 (the reference)' }).waitFor();
      assert.ok((await drawn()) > before);
      assert.equal((await page.locator('.readings thead').innerText()).trim(), 'What\tYours\tReference');
    });

    it('reads the numbers out when the sliders have come to rest', async () => {
      await button('Black Friday').click();
      await page.getByText('Played. requests: 600', { exact: false }).waitFor({ state: 'attached' });
      assert.equal(await valueOf('requests'), '600');
      assert.equal(await button('Black Friday').getAttribute('aria-pressed'), 'true');
    });

    it('stands where it was after a reload', async () => {
      await button('One server down').click();
      await page.locator('.preset[aria-pressed=true]', { hasText: 'One server down' }).waitFor();
      await page.reload();
      await page.locator('.readings').waitFor();
      assert.equal(await slider('Servers').getAttribute('aria-valuetext'), '4');
      assert.deepEqual(await lastPlay(), {
        settings: { limiter: 'each', rate: 4, servers: 4 },
        ...{ seed: 1, reference: false },
      });
    });
  });

  it('shows a trace as a table too', async () => {
    await open({ fixture: 'failed' });
    assert.match(
      (await page.getByRole('slider').first().getAttribute('aria-label')) ?? '',
      /^Timeline from 0 to 61 s: admitted in the last minute between 0 and 140, limit 100; /,
    );
    await button('Show as table').first().click();
    const table = page.getByRole('region', { name: 'What happened' });
    assert.deepEqual(await table.getByRole('columnheader').allTextContents(), ['Time', 'What', 'Value']);
    assert.equal(await table.getByRole('row').count(), 298);
  });

  it('lets the keyboard walk along a trace, from the moment of the failure on', async () => {
    await open({ fixture: 'failed' });
    await button('Show the Moment (t = 30 s)').click();
    const slider = page.getByRole('slider').first();
    await slider.and(page.locator(':focus')).waitFor();
    const reads = (text: string) => page.locator(`[aria-valuetext="${text}"]`).waitFor();
    await reads('t = 30.012 s: fails here; admitted in the last minute 102; requests: admitted');
    await page.keyboard.press('ArrowLeft');
    await reads('t = 30 s: admitted in the last minute 101; requests: admitted');
    await page.keyboard.press('Home');
    await reads('t = 0 s: admitted in the last minute 1; requests: admitted');
    await page.keyboard.press('+');
    await page.getByText('Shown: 0 s to').waitFor();
    await page.keyboard.press('End'); // beyond what is shown
    await page.getByText(/^Shown: 3\d\.?\d* s to 61 s/).waitFor();
    await page.keyboard.press('0');
    await page.getByText('Shown: ').waitFor({ state: 'detached' });
  });

  it('reads a trace under the pointer, and zooms into what is dragged over', async () => {
    await open({ fixture: 'failed' });
    const plot = page.locator('.trace-series .u-over').first();
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
    await page.mouse.move(...at(0.99));
    await page
      .locator('.trace-reading')
      .first()
      .getByText('t = 61 s: admitted in the last minute 40')
      .waitFor();
    await page.mouse.move(...at(0.4));
    await page.mouse.down();
    await page.mouse.move(...at(0.6), { steps: 4 });
    await page.mouse.up();
    await page.getByText(/^Shown: 24\.\d+ s to 37\.\d+ s/).waitFor();
  });

  it('draws the reference beside what the learner’s code did, and says where there is nothing to compare', async () => {
    await open({ fixture: 'failed' });
    const choice = page.getByRole('combobox', { name: 'Compare with' }).first();
    await choice.selectOption('reference');
    await page.locator('.trace-name', { hasText: 'requests (the reference)' }).waitFor();
    assert.deepEqual(await page.evaluate(() => window.previewHost.asked.at(-1)?.method), 'traceOf');
    await choice.selectOption('before');
    await page.getByText('There is no earlier run of this check to compare with.').waitFor();
    assert.equal(await page.locator('.trace-name', { hasText: 'requests (' }).count(), 0);
  });

  it('hands over its plots as a picture and as a table', async () => {
    await open({ fixture: 'failed' });
    await button('Save the plots as PNG…').first().click();
    await button('Save the events as CSV…').first().click();
    const files = await page.evaluate(() =>
      window.previewHost.asked.filter(({ method }) => method === 'saveExport').map(({ params }) => params),
    );
    const [picture, table] = files as { name: string; kind: string; data: string }[];
    assert.deepEqual([picture?.kind, table?.kind], ['png', 'csv']);
    const bytes = Buffer.from(picture?.data ?? '', 'base64');
    assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
    assert.ok(bytes.length > 5_000, `${bytes.length} bytes`);
    assert.match(
      table?.data ?? '',
      /^ms,kind,name,value,tone\r\n,limit,admitted in the last minute,100,\r\n0,/,
    );
  });

  it('stands still for people who want less motion', async () => {
    await open({ fixture: 'running', context: { reducedMotion: 'reduce' } });
    await page.locator('.spin').first().waitFor();
    assert.equal(
      await page
        .locator('.spin')
        .first()
        .evaluate(icon => getComputedStyle(icon).animationName),
      'none',
    );
  });

  it('has the icons in its own font', async () => {
    await open({ fixture: 'passed' });
    assert.equal(await page.evaluate(() => document.fonts.check('16px codicon')), true);
    assert.deepEqual(
      await page.evaluate(() =>
        [...document.fonts].filter(f => f.family.includes('codicon')).map(f => f.status),
      ),
      ['loaded'],
    );
  });
});
