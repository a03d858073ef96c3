import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium, openPanel } from './browser';
import { fixtureNames } from './fixtures';
import { progressFixtureNames } from './progressFixtures';
import { buildSite } from './site';
import { themeNames } from './themes';

/**
 * `npx tsx test/webview-preview/shoot.ts [--fixture failed]… [--theme dark]… [--width 700]… [--part 1000]
 * [--section run] [--language de] [--dir rtl]`: pictures of the panel, whole pages, parts of this height, or one section, into `.tmp/webview-shots`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      fixture: { type: 'string', multiple: true },
      theme: { type: 'string', multiple: true },
      width: { type: 'string', multiple: true },
      part: { type: 'string' },
      language: { type: 'string', default: 'en' },
      dir: { type: 'string', default: 'ltr' },
      section: { type: 'string' },
      out: { type: 'string', default: '.tmp/webview-shots' },
    },
  });
  const chosen = <T extends string>(all: readonly T[], wanted: readonly string[] | undefined) =>
    wanted ? all.filter(name => wanted.includes(name)) : all;
  const widths = (values.width ?? ['1400', '700', '380']).map(Number);
  mkdirSync(values.out, { recursive: true });
  const site = await buildSite('.tmp/webview-preview');
  const browser = await launchChromium();
  try {
    for (const fixture of chosen([...fixtureNames, ...progressFixtureNames], values.fixture))
      for (const theme of chosen(themeNames, values.theme))
        for (const width of widths) {
          const page = await openPanel(browser, site, {
            ...{ fixture, theme, width, language: values.language },
            dir: values.dir === 'rtl' ? 'rtl' : 'ltr',
          });
          // The slow-run timer: a run that goes on is shown only after a moment.
          if (fixture === 'running') await page.waitForSelector('.progress');
          const closed = page.locator(
            `#${values.section ?? 'none'} .disclosure-2 > .disclosure-head [aria-expanded=false]`,
          );
          if ((await closed.count()) > 0) await closed.click();
          if (values.section === 'playground') await page.waitForSelector('.played table, .played .message');
          if (values.section !== undefined) {
            const file = path.join(values.out, `${fixture}-${theme}-${width}-${values.section}.png`);
            await page.locator(`#${values.section}`).screenshot({ path: file });
            console.log(file);
          } else
            for (const { name, clip } of await parts(page, width, Number(values.part ?? 0))) {
              const file = path.join(values.out, `${fixture}-${theme}-${width}${name}.png`);
              await page.screenshot({ path: file, fullPage: true, ...(clip ? { clip } : {}) });
              console.log(file);
            }
          await page.context().close();
        }
  } finally {
    await browser.close();
  }
}

interface Part {
  readonly name: string;
  readonly clip?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

async function parts(page: Page, width: number, height: number): Promise<readonly Part[]> {
  if (height === 0) return [{ name: '' }];
  const total = await page.evaluate(() => document.documentElement.scrollHeight);
  return Array.from({ length: Math.ceil(total / height) }, (_, i) => ({
    name: `-${i + 1}`,
    clip: { x: 0, y: i * height, width, height: Math.min(height, total - i * height) },
  }));
}

void main();
