import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { breaker } from './support/attempt';
import { Session } from './support/session';
import { shows } from './support/waiting';

const tableIn = (...parts: string[]) =>
  JSON.parse(readFileSync(path.resolve(...parts), 'utf8')) as Readonly<Record<string, string>>;
const manifest = tableIn('package.nls.de.json');
const editor = tableIn('media', 'l10n', 'bundle.l10n.de.json');
const panelTexts = tableIn('media', 'l10n', 'panel.de.json');

describe('in an editor that speaks German', function () {
  this.timeout(180_000);
  let session: Session;

  before(async () => {
    session = await Session.open(
      undefined,
      folder =>
        cp(path.resolve('test', 'workspaces', 'broken', 'packs', 'half'), path.join(folder, 'half'), {
          recursive: true,
        }),
      'de',
    );
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(() => session.close());

  it('commands, the list, the panel, its verdict and mistakes in packs do, too', async () => {
    const { workbench } = session;
    const { panel } = workbench;
    const state = panel.frame.getByLabel(panelTexts['aboutExercise']!).locator('.state-word').first();
    await workbench.showView('Design Drills');
    await workbench.row(new RegExp(`^${breaker.title}, ${editor['new']}`)).click();
    await shows(state, panelTexts['state.new']!);
    await panel.button(panelTexts['manageTrust']!).click();
    await workbench.trustFolder();
    await workbench.run(`Design Drills: ${manifest['command.scaffold']}`);
    await shows(state, panelTexts['state.started']!);
    await panel.button(panelTexts['check']!).click();
    await shows(
      panel.frame.locator('.verdict-head'),
      panelTexts['somePassed_other']!.replace('{passed}', '0').replace('{count}', '65'),
    );
    await shows(state, panelTexts['state.failing']!);

    await workbench.run('Problems: Focus on Problems View');
    const mistake = editor['{0} lacks the key "{1}".']!.replace('{0}', editor['The file']!).replace(
      '{1}',
      'skills',
    );
    const problems = workbench.page.locator('.markers-panel');
    await problems.getByText(mistake).first().waitFor();
    await session.screenshot('german');
  });
});
