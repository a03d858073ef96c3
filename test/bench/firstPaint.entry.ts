import { writeFileSync } from 'node:fs';
import type { Frame } from 'playwright-core';
import { Session } from '../e2e/support/session';

/** Milliseconds from pressing the mouse button on an exercise of the tree to its first frame in the panel. */
interface FirstPaints {
  /** The panel is made for it. */
  readonly opened: number[];
  /** Of that, from the beginning of the page on; before, VS Code makes room for it. */
  readonly drawn: number[];
  /** There is a panel, which shows another exercise. */
  readonly moved: number[];
  /** What moved in the panel by itself, as the browser scores it; 0 is nothing. */
  readonly shifts: number[];
}

/** Near the top of the list, so that they are on show without scrolling. */
const titles = ['Signing key leaked', 'Roles that inherit', 'Three roles, one answer'];

/** Clicks, in a real editor with the packaged extension, and asks the browser when what was drawn. */
async function main(): Promise<void> {
  const rounds = Number(process.env['DESIGN_DRILLS_ROUNDS']);
  const paints: FirstPaints = { opened: [], drawn: [], moved: [], shifts: [] };
  const session = await Session.open();
  const { workbench } = session;
  try {
    await workbench.showView('Design Drills');
    await workbench.page.evaluate(`document.addEventListener('mousedown', () => {
      window.pressedAt = performance.timeOrigin + performance.now();
    }, true)`);
    // The first one wakes the extension and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const [first = '', second = ''] = [titles[round % 3], titles[(round + 1) % 3]];
      const opened = await click(first);
      const moving = await shifts();
      const moved = await click(second);
      if (round > 0) {
        paints.opened.push(opened.ms);
        paints.drawn.push(opened.drawnMs);
        paints.moved.push(moved.ms);
        paints.shifts.push(moving);
      }
      await workbench.run('View: Close All Editors');
      await workbench.page.locator('iframe.webview').waitFor({ state: 'detached' });
    }
  } finally {
    await session.close();
  }
  writeFileSync(process.env['DESIGN_DRILLS_RESULT'] ?? '', JSON.stringify(paints));

  async function click(title: string): Promise<{ readonly ms: number; readonly drawnMs: number }> {
    await workbench.row(new RegExp(`^${title}`)).click();
    await workbench.panel.frame.locator('h1', { hasText: title }).waitFor();
    const page = await panelFrame();
    const painted = await page.waitForFunction(
      `performance.getEntriesByName('question-painted').filter(({ detail }) => detail === document.querySelector('h1')?.textContent).at(-1)?.startTime || false`,
    );
    const drawnMs = Number(await painted.jsonValue());
    const begun = Number(await page.evaluate('performance.timeOrigin'));
    return { ms: begun + drawnMs - Number(await workbench.page.evaluate('window.pressedAt')), drawnMs };
  }

  async function shifts(): Promise<number> {
    return Number(
      await (
        await panelFrame()
      ).evaluate(`new Promise(resolve => {
        let sum = 0;
        new PerformanceObserver(list => {
          for (const { value } of list.getEntries()) sum += value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      })`),
    );
  }

  async function panelFrame(): Promise<Frame> {
    const handle = await workbench.page
      .frameLocator('iframe.webview.ready')
      .locator('iframe#active-frame')
      .elementHandle();
    const frame = await handle.contentFrame();
    if (!frame) throw new Error('The panel has no page.');
    return frame;
  }
}

void main();
