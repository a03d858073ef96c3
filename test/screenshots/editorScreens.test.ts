import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { runHalfSolvedBreaker } from '../e2e/support/breakerRun';
import { useCommandLine } from '../e2e/support/commandLine';
import { Session } from '../e2e/support/session';
import type { Theme, Workbench } from '../e2e/support/workbench';
import { launchChromium } from '../webview-preview/browser';
import { Gallery } from './gallery';

const themes: readonly (readonly [Theme, string])[] = [
  ['Dark Modern', 'dark'],
  ['Light Modern', 'light'],
  ['Dark High Contrast', 'hc-black'],
  ['Light High Contrast', 'hc-light'],
];

/** What is drawn by the editor itself: the tree, the Test Explorer, Problems of an author, a dialog; in four themes. */
describe('pictures of the editor', function () {
  this.timeout(240_000);
  const line = useCommandLine('pictured');
  let session: Session;
  let browser: Browser;
  let gallery: Gallery;

  before(async () => {
    browser = await launchChromium();
    gallery = await Gallery.in(browser, 0.6);
    await line.run(['keygen', '--into', 'school']);
    session = await Session.open({ width: 1280, height: 800 }, async folder => {
      const signing = ['--key', 'school.key', '--name', 'Backend School'];
      const good = path.resolve('test', 'packs', 'good');
      const file = path.join(folder, 'school.drillpack');
      const { code } = await line.run(['build', good, '--out', file, ...signing]);
      assert.equal(code, 0);
    });
    await runHalfSolvedBreaker(session);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(async () => {
    await session.close();
    await browser.close();
  });

  const inEveryTheme = async (name: string, workbench: Workbench): Promise<void> => {
    for (const [theme, short] of themes) {
      await workbench.setTheme(theme);
      await workbench.page.mouse.move(0, 0);
      await gallery.add(`${name}-${short}`, await workbench.page.screenshot());
    }
  };

  it('the tree beside a question and its run', async () => {
    const { workbench } = session;
    await workbench.showView('Design Drills');
    await workbench.panel.section('Run').evaluate(section => section.scrollIntoView());
    await inEveryTheme('editor', workbench);
  });

  it('the Test Explorer with a failure', async () => {
    const { workbench } = session;
    await workbench.showView('Testing');
    await inEveryTheme('test-explorer', workbench);
  });

  it('the Problems of an author', async () => {
    const { workbench } = session;
    await cp(path.resolve('test', 'packs', 'good'), path.join(session.folder, 'own-pack'), {
      recursive: true,
    });
    const manifest = path.join(session.folder, 'own-pack', 'pack.yaml');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace(/^version: .*$/m, 'version: soon'));
    await workbench.run('Problems: Focus on Problems View');
    await workbench.page.locator('.markers-panel .monaco-list-row').first().waitFor();
    await inEveryTheme('problems', workbench);
    await workbench.run('View: Hide Panel');
  });

  it('the question before a pack is installed', async () => {
    const { workbench } = session;
    for (const [theme, short] of themes) {
      await workbench.setTheme(theme);
      await workbench.showView('Explorer');
      await workbench.fromMenu(workbench.row('school.drillpack'), 'Install Pack…');
      await workbench.dialog.getByRole('button', { name: 'Trust Signer and Install' }).waitFor();
      await gallery.add(`install-${short}`, await workbench.page.screenshot());
      await workbench.page.keyboard.press('Escape');
      await workbench.dialog.waitFor({ state: 'hidden' });
    }
  });
});
