import assert from 'node:assert/strict';
import { runHalfSolvedBreaker } from './support/breakerRun';
import { Session } from './support/session';
import { shows } from './support/waiting';
import type { Theme } from './support/workbench';

const themes: readonly Theme[] = ['Dark Modern', 'Light Modern', 'Dark High Contrast'];
const widths = [1400, 700];

describe('the question panel', function () {
  this.timeout(180_000);
  let session: Session;

  before('shows a run in which some checks pass', async () => {
    session = await Session.open();
    await runHalfSolvedBreaker(session);
    await session.workbench.closeSideBar();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(() => session.close());

  for (const theme of themes)
    it(`fits the window at every width in ${theme}`, async () => {
      const { workbench } = session;
      await workbench.setTheme(theme);
      for (const width of widths) {
        await workbench.page.setViewportSize({ width, height: 900 });
        await workbench.panel.section('Run').scrollIntoViewIfNeeded();
        await workbench.page.mouse.move(0, 0);
        await session.screenshot(`panel-${theme.toLowerCase().replaceAll(' ', '-')}-${width}`);
        assert.deepEqual(await workbench.panel.overflow(), [], `${theme}, ${width} px`);
      }
    });

  it('plays with the breaker as sliders move, without a verdict', async () => {
    const { workbench } = session;
    const { panel } = workbench;
    const playground = panel.section('Playground');
    await playground.getByRole('button', { name: 'Playground', exact: true }).click();
    const reading = (name: string) => playground.getByRole('row', { name: new RegExp(`^${name}`) });
    await reading('timed out').waitFor();
    const before = await reading('asked a silent model').innerText();
    const outage = playground.getByRole('slider', { name: 'Model is silent for' });
    await outage.focus();
    await workbench.page.keyboard.press('Home');
    await reading('asked a silent model').waitFor({ state: 'detached' });
    await panel.button(/^Model is silent for: back to 30 s$/).click();
    await reading('asked a silent model').waitFor();
    assert.equal(await reading('asked a silent model').innerText(), before);
    await shows(panel.state, 'Failing');
    for (const theme of themes) {
      await workbench.setTheme(theme);
      for (const width of widths) {
        await workbench.page.setViewportSize({ width, height: 900 });
        await playground.locator('.readings').scrollIntoViewIfNeeded();
        await session.screenshot(`playground-${theme.toLowerCase().replaceAll(' ', '-')}-${width}`);
        assert.deepEqual(await panel.overflow(), [], `${theme}, ${width} px`);
      }
    }
  });
});
