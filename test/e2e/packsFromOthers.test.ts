import assert from 'node:assert/strict';
import path from 'node:path';
import { useCommandLine } from './support/commandLine';
import { Session } from './support/session';
import { becomes } from './support/waiting';

const good = path.resolve('test', 'packs', 'good');

describe('somebody who was given a pack', function () {
  this.timeout(180_000);
  const line = useCommandLine('given');
  let session: Session;
  const given = () => path.join(session.folder, 'school.drillpack');

  before(async () => {
    await line.run(['keygen', '--into', 'school']);
    session = await Session.open(undefined, async folder => {
      const signing = ['--key', 'school.key', '--name', 'Backend School'];
      const file = path.join(folder, 'school.drillpack');
      assert.equal((await line.run(['build', good, '--out', file, ...signing])).code, 0);
    });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(() => session.close());

  it('sees what it is and who signed it, and installs it', async () => {
    const { workbench } = session;
    const { dialog } = workbench;
    await workbench.showView('Design Drills'); // its menus come with it
    await workbench.showView('Explorer');
    await workbench.fromMenu(workbench.row('school.drillpack'), 'Install Pack…');
    const trust = dialog.getByRole('button', { name: 'Trust Signer and Install' });
    await trust.waitFor();
    const text = await dialog.innerText();
    assert.match(text, /Install “A small good pack” 1\.2\.3\?/);
    assert.match(text, /Signed by “Backend School”\s+Key \(SHA256\): (?:\S{4} ){10}\S{3}/);
    await session.screenshot('trust-dialog');
    await trust.click();
    await workbench.rowShowing('A small good pack').waitFor();
    await session.screenshot('installed-pack');
  });

  it('takes it away again', async () => {
    const { workbench } = session;
    const { dialog } = workbench;
    await workbench.run('Design Drills: Manage Packs…');
    await workbench.choice('Backend School').first().waitFor();
    await session.screenshot('manage-packs');
    await workbench.choice('A small good pack').first().click();
    const about = await dialog.innerText();
    assert.match(about, /A small good pack 1\.2\.3\s+Pack id good\s+From .*school\.drillpack/);
    await session.screenshot('manage-one-pack');
    await dialog.getByRole('button', { name: 'Uninstall…' }).click();
    await dialog.getByText('Your attempts, answers and progress are kept.').waitFor();
    await session.screenshot('uninstall-dialog');
    await dialog.getByRole('button', { name: 'Uninstall', exact: true }).click();
    await becomes(() => workbench.rowShowing('A small good pack').count(), 0);
  });

  it('drops it onto the tree from outside of the editor', async () => {
    const { workbench } = session;
    await workbench.showView('Design Drills');
    await workbench.dropFile(given(), workbench.rowShowing('Chatbot platform'));
    // Its signer is known by now.
    const install = workbench.dialog.getByRole('button', { name: /Install/ });
    await install.waitFor();
    await session.screenshot('dropped-pack');
    await install.click();
    await workbench.rowShowing('A small good pack').waitFor();
  });
});
