import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { breaker } from './support/attempt';
import { Keyboard } from './support/keyboard';
import { Session } from './support/session';
import { shows } from './support/waiting';

const answer = 'Near the 99th percentile of what succeeds.';

/** The whole way from a folder that nobody trusts to a comparison of reasons, in the real window. */
describe('a candidate without a mouse', function () {
  this.timeout(180_000);
  let session: Session;
  let keyboard: Keyboard;
  let failed: string | undefined;

  before(async () => {
    session = await Session.open();
    keyboard = new Keyboard(session.workbench.page);
  });
  beforeEach('continues where the step before has ended', () => assert.equal(failed, undefined));
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    failed = this.currentTest.title;
    await session.explain(failed);
  });
  after(() => session.close());

  it('finds an exercise, trusts the folder and scaffolds', async () => {
    const { page, panel } = session.workbench;
    // Its commands are there when its view is.
    await page.locator('.activitybar').getByRole('tab', { name: 'Design Drills' }).waitFor();
    await keyboard.run('Design Drills: Open Exercise…');
    await keyboard.pick(breaker.title, breaker.title);
    await shows(panel.title, breaker.title);
    await keyboard.isInPanel();
    await keyboard.goTo('Manage Workspace Trust');
    await keyboard.press('Enter');
    await page.locator('.workspace-trust-editor').waitFor();
    await keyboard.press('ControlOrMeta+Enter');
    await page.locator('.workspace-trust-editor.trusted').waitFor();
    await keyboard.press('Escape');
    await keyboard.isInPanel();
    await keyboard.goTo('Scaffold');
    await keyboard.press('Enter');
    await shows(panel.state, 'Started');
    // Where to write is open, and ready for it.
    await page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  });

  it('checks, reads what failed and goes to the line', async () => {
    const { panel, cursor } = session.workbench;
    await keyboard.run('View: Focus First Editor Group');
    await keyboard.isInPanel();
    await keyboard.goTo('Check');
    await keyboard.press('Enter');
    await shows(panel.verdict, '0 of 65 checks passed.');
    const place = panel.section('Run').locator('.check-failed').first().locator('.place .link').first();
    const [, line, column] = (await place.innerText()).split(':');
    await keyboard.goTo(/^Open .*:\d+:\d+$/);
    await keyboard.press('Enter');
    await shows(cursor, `Ln ${line}, Col ${column}`);
  });

  it('writes the solution, and hears the verdict on saving', async () => {
    const { panel } = session.workbench;
    for (const [name, text] of breaker.solution()) {
      await keyboard.openFile(name);
      await keyboard.replaceAndSave(text);
    }
    await shows(panel.verdict, 'All 65 checks passed.');
    await shows(panel.announced, 'All 65 checks passed.');
  });

  it('writes an answer and judges it point by point', async () => {
    const { panel } = session.workbench;
    await keyboard.run('View: Focus First Editor Group');
    await keyboard.isInPanel();
    await keyboard.goTo('Statement', { key: 'Shift+Tab' }); // its heading; before it is the way to all sections
    await keyboard.press('Shift+Tab');
    await keyboard.goTo('Statement', { key: 'Shift+Tab' });
    await keyboard.goTo(/^Discussions/, { key: 'ArrowRight', most: 8 });
    await keyboard.press('Enter');
    await keyboard.goTo(/^Your answer: /);
    await keyboard.type(answer);
    await panel.section('Discussions').getByText('Saved', { exact: true }).waitFor();
    const file = path.join(session.folder, breaker.folder, 'answers', 'time-out-and-threshold.md');
    assert.equal((await readFile(file, 'utf8')).trim(), answer);
    await keyboard.goTo('Found'); // of the first point
    await keyboard.press('Space');
    await shows(panel.section('Discussions').locator('.model .disclosure-aside').first(), '1 of 7 judged');
    await session.screenshot('keyboard-answer');
  });

  it('sees on the page about progress what that was worth, and goes on from there', async () => {
    const { panel, progress } = session.workbench;
    await keyboard.run('Design Drills: Show Progress');
    await progress.title.waitFor();
    await keyboard.isInPanel();
    await progress.part('History').getByText('Passed', { exact: true }).waitFor();
    const next = progress.part('What to do next').getByRole('button').first();
    const title = (await next.innerText()).trim();
    await keyboard.goTo(title);
    await keyboard.press('Enter');
    await shows(panel.title, title);
  });
});
