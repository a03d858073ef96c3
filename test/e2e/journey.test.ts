import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { breaker } from './support/attempt';
import { Session } from './support/session';
import { becomes, shows } from './support/waiting';

const discussion = 'Which time-out, which threshold?';
const answer =
  'A time-out near the 99th percentile.\n\n- Below it, slow answers count as failures.\n- Then *measure*.';

describe('a candidate', function () {
  this.timeout(180_000);
  let session: Session;
  let failed: string | undefined;

  before(async () => {
    session = await Session.open();
  });
  beforeEach('continues where the step before has ended', () => assert.equal(failed, undefined));
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    failed = this.currentTest.title;
    await session.explain(failed);
  });
  after(() => session.close());

  it('reads a question before trusting the folder, and scaffolds it after', async () => {
    const { workbench } = session;
    const { panel } = workbench;
    await workbench.showView('Design Drills');
    await workbench.row(new RegExp(`^${breaker.title}, new`)).click();
    await shows(panel.title, breaker.title);
    await shows(panel.state, 'Not started');
    await becomes(() => panel.button('Scaffold').count(), 0);
    await panel.button('Manage Workspace Trust').click();
    await workbench.trustFolder();
    await panel.button('Scaffold').click();
    await shows(panel.state, 'Started');
    for (const [name, text] of breaker.starter()) assert.equal(await fileOf(session, name), text);
  });

  it('sees which requirement the starter fails', async () => {
    const { panel } = session.workbench;
    await panel.button('Check').click();
    await shows(panel.verdict, '0 of 65 checks passed.');
    await shows(panel.requirement('R1').locator('.state-word'), 'Failed');
    await shows(panel.state, 'Failing');
    await session.screenshot('starter-fails');
  });

  it('sees where and why a check failed, goes there, and runs that check again with its seed', async () => {
    const { workbench } = session;
    const failed = workbench.panel.section('Run').locator('.check-failed').first();
    await failed.locator('.cited').getByText('R1', { exact: true }).waitFor();
    await failed.locator('.failure-message').getByText('Error', { exact: false }).waitFor();
    const place = failed.locator('.place .link').first();
    const [file = '', line = '', column = ''] = (await place.innerText()).split(':');
    await failed.locator('.excerpt-hit').getByText(line, { exact: true }).waitFor();
    await place.click();
    await workbench.tab(file).and(workbench.page.locator('[aria-selected="true"]')).waitFor();
    await shows(workbench.cursor, `Ln ${line}, Col ${column}`);
    const seed = await failed.locator('.repeat .muted').innerText();
    await failed.getByRole('button', { name: /^Run Again With This Seed: / }).click();
    await shows(workbench.panel.verdict, '0 of 65 checks passed.');
    await shows(failed.locator('.repeat .muted'), seed);
    await workbench.run('Test: Peek Output');
    await workbench.failure.getByText('R1', { exact: true }).waitFor();
    await session.screenshot('failure-peek');
    await workbench.offered('Run Again With This Seed').click();
    await shows(failed.locator('.repeat .muted'), seed);
    await shows(workbench.panel.verdict, '0 of 65 checks passed.');
  });

  it('sees every requirement pass on saving the reference solution', async () => {
    const { workbench } = session;
    const { panel } = workbench;
    for (const [name, text] of breaker.solution()) await workbench.writeFile(name, text);
    await shows(panel.verdict, 'All 65 checks passed.');
    await shows(panel.requirement('R1').locator('.state-word'), 'Passed');
    await shows(panel.state, 'Passed');
    await session.screenshot('solution-passes');
    await workbench.showView('Testing');
    await workbench
      .row(/\(Passed\)/)
      .filter({ hasText: breaker.title })
      .waitFor();
    await workbench.showView('Design Drills');
    await workbench.row(new RegExp(`^${breaker.title}, passed`)).waitFor();
  });

  it('writes an answer, which becomes a file', async () => {
    const { panel } = session.workbench;
    await panel.answer(discussion).fill(answer);
    await panel.section('Discussions').getByText('Saved', { exact: true }).waitFor();
    await becomes(async () => (await fileOf(session, 'answers/time-out-and-threshold.md')).trim(), answer);
  });

  it('finds everything where it was after a reload', async () => {
    const { workbench } = session;
    const { panel } = workbench;
    await workbench.reload();
    await shows(panel.title, breaker.title);
    await shows(panel.state, 'Passed');
    await becomes(() => panel.answer(discussion).inputValue(), answer);
    await workbench.showView('Design Drills');
    await workbench.row(new RegExp(`^${breaker.title}, passed`)).waitFor();
    for (const [name, text] of breaker.solution()) assert.equal(await fileOf(session, name), text);
  });
});

const fileOf = ({ folder }: Session, name: string): Promise<string> =>
  readFile(path.join(folder, breaker.folder, name), 'utf8');
