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

  before(async () => {
    session = await Session.open();
    await line.run(['keygen', '--into', 'school']);
    const file = path.join(session.folder, 'school.drillpack');
    const signing = ['--key', 'school.key', '--name', 'Backend School'];
    assert.equal((await line.run(['build', good, '--out', file, ...signing])).code, 0);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(() => session.close());

  it('sees what it is and who signed it, installs it, and takes it away again', async () => {
    const { workbench } = session;
    const { dialog } = workbench;
    await workbench.showView('Explorer');
    await workbench.fromMenu(workbench.row('school.drillpack'), 'Install Pack…');
    const trust = dialog.getByRole('button', { name: 'Trust Signer and Install' });
    await trust.waitFor();
    const text = await dialog.innerText();
    assert.match(text, /Install “A small good pack” 1\.2\.3\?/);
    assert.match(text, /Signed by “Backend School”\s+Key \(SHA256\): (?:\S{4} ){10}\S{3}/);
    await session.screenshot('trust-dialog');
    await trust.click();

    const row = workbench.row(/^A small good pack/);
    await row.waitFor();
    await workbench.row(/^Count what happens/).waitFor();
    await session.screenshot('installed-pack');

    await workbench.run('Design Drills: Manage Packs…');
    await workbench.choice('Backend School').first().waitFor();
    await session.screenshot('manage-packs');
    await workbench.choice('A small good pack').first().click();
    await dialog.getByRole('button', { name: 'Uninstall…' }).click();
    await dialog.getByText('Your attempts, answers and progress are kept.').waitFor();
    await dialog.getByRole('button', { name: 'Uninstall', exact: true }).click();
    await becomes(() => row.count(), 0);
  });
});
