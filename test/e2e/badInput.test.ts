import { breaker } from './support/attempt';
import { Session } from './support/session';
import { shows } from './support/waiting';

const file = 'circuitBreaker.ts';

describe('a candidate’s mistakes', function () {
  this.timeout(180_000);
  let session: Session;

  before('has scaffolded an exercise', async () => {
    session = await Session.open();
    const { workbench } = session;
    await workbench.showView('Design Drills');
    await workbench.row(new RegExp(`^${breaker.title}`)).click();
    await workbench.panel.button('Manage Workspace Trust').click();
    await workbench.trustFolder();
    await workbench.panel.button('Scaffold').click();
    await shows(workbench.panel.state, 'Started');
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(() => session.close());

  it('of syntax are named with file, line and column', async () => {
    const { workbench } = session;
    await workbench.writeFile(file, 'export const ready = true;\nexport function createCircuitBreaker( {\n');
    const { panel } = workbench;
    await shows(panel.verdict, 'Your files did not compile: 1 error. No check has run.');
    await panel.section('Run').getByText('circuitBreaker.ts:3:1').click();
    await shows(workbench.cursor, 'Ln 3, Col 1');
    await session.screenshot('syntax-error');
  });

  it('that never end are stopped, with the limit and what was running', async () => {
    const { workbench } = session;
    await workbench.writeFile(file, 'export function createCircuitBreaker() {\n  while (true);\n}\n');
    const { panel } = workbench;
    await shows(panel.verdict, 'Timed out: one check took longer than its limit of 8 s.');
    await panel
      .section('Run')
      .getByText(/It was busy with “hands the answer /)
      .waitFor();
    await session.screenshot('endless-loop');
  });

  it('of throwing while being loaded are shown at their line', async () => {
    const { workbench } = session;
    await workbench.writeFile(
      file,
      `\nthrow new Error('too early');\nexport function createCircuitBreaker() {}\n`,
    );
    const { panel } = workbench;
    await shows(panel.verdict, 'Your files could not be loaded, so no check has run.');
    await panel.section('Run').getByText('Error: too early').first().waitFor();
    await panel
      .section('Run')
      .getByRole('button', { name: /^Open circuitBreaker\.ts:2:/ })
      .first()
      .waitFor();
  });
});
