import { cp } from 'node:fs/promises';
import path from 'node:path';
import { breaker } from './support/attempt';
import { Session } from './support/session';
import { shows } from './support/waiting';
import type { Theme } from './support/workbench';

const themes: readonly Theme[] = ['Dark Modern', 'Light Modern', 'Dark High Contrast', 'Light High Contrast'];

describe('somebody who looks at their progress', function () {
  this.timeout(180_000);
  let session: Session;
  let failed: string | undefined;

  before(async () => {
    session = await Session.open();
  });
  beforeEach('continues where the step before has ended', () => {
    if (failed !== undefined) throw new Error(`"${failed}" has failed`);
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    failed = this.currentTest.title;
    await session.explain(failed);
  });
  after(() => session.close());

  it('finds where to begin, and goes there', async () => {
    const { workbench } = session;
    const { progress, panel } = workbench;
    await workbench.showView('Design Drills');
    await workbench.viewAction('Show Progress');
    await progress.part('Where to begin').waitFor();
    await session.screenshot('progress-empty');
    // The first of the bundled pack; the journey goes on with one that is quick to solve.
    await progress.button('Signing key leaked').click();
    await shows(panel.title, 'Signing key leaked');
    await workbench.row(new RegExp(`^${breaker.title}`)).click();
    await shows(panel.title, breaker.title);
  });

  it('sees a pass, with the runs that led to it', async () => {
    const { workbench } = session;
    const { progress, panel } = workbench;
    await panel.button('Manage Workspace Trust').click();
    await workbench.trustFolder();
    await panel.button('Scaffold').click();
    await shows(panel.state, 'Started');
    await panel.button('Check').click();
    await shows(panel.state, 'Failing');
    await cp(breaker.folderOf('solution'), path.join(session.folder, breaker.folder), { recursive: true });
    await panel.button('Check').click();
    await shows(panel.state, 'Passed');
    await workbench.run('Design Drills: Show Progress');
    await progress.title.waitFor();
    const row = progress.part('History').getByRole('listitem');
    await row.getByText('Passed', { exact: true }).waitFor();
    await row.getByRole('img', { name: /^Runs of all checks from .*: 1 passed, 1 did not\.$/ }).waitFor();
    await progress.part('What to do next').getByText('How this is chosen').click();
    await progress
      .part('Skills')
      .getByRole('img', { name: /^A radar of \d+ skills:/ })
      .waitFor();
  });

  it('has it again after a reload of the window', async () => {
    const { workbench } = session;
    await workbench.reload();
    await workbench.tab('Progress').click(); // the browser may not have noted which was in front
    await workbench.progress.part('History').getByText('Passed', { exact: true }).waitFor();
  });

  it('forgets an exercise, and takes it back', async () => {
    const { workbench } = session;
    const { progress, dialog } = workbench;
    await progress.button(`Reset progress on ${breaker.title}`).click();
    await dialog.getByText(`Forget your progress on “${breaker.title}”?`).waitFor();
    await session.screenshot('progress-reset');
    await dialog.getByRole('button', { name: 'Reset Progress' }).click();
    await progress.part('Where to begin').waitFor();
    await progress.button('Restore…').click();
    await workbench.choice('exercises: 1, passed: 1').click();
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await progress.part('History').getByText('Passed', { exact: true }).waitFor();
  });

  for (const theme of themes)
    it(`reads it in ${theme}`, async () => {
      const { workbench } = session;
      await workbench.setTheme(theme);
      await workbench.progress.title.waitFor();
      await session.screenshot(`progress-${theme.toLowerCase().replaceAll(' ', '-')}`);
      await workbench.progress.part('History').scrollIntoViewIfNeeded();
      await session.screenshot(`progress-${theme.toLowerCase().replaceAll(' ', '-')}-below`);
    });
});
