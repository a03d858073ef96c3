import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { breaker } from '../e2e/support/attempt';
import { extensionHosts } from '../e2e/support/extensionHosts';
import type { QuestionPanel } from '../e2e/support/questionPanel';
import { Session } from '../e2e/support/session';
import { becomes, shows } from '../e2e/support/waiting';

const discussion = 'Which time-out, which threshold?';
/** What may be lost: what was typed within so many milliseconds before the end. */
const graceMs = 300;

/** `npm run kill-test` asks for 50. */
const kills = Number(process.env['DESIGN_DRILLS_KILLS'] ?? 6);
const seed = Number(process.env['DESIGN_DRILLS_SEED'] ?? Date.now() % 1_000_000);

/** Mulberry32, by Tommy Ettinger, in the public domain: numbers from 0 up to 1. */
function randomFrom(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ways = {
  host: 'the extension host is killed and the window reloaded',
  late: 'the extension host is killed, and the window reloaded after some more typing',
  restart: 'the extension host is killed, and the editor starts another',
  crash: 'the page crashes',
  close: 'the page is gone without a farewell',
} as const;
type Way = keyof typeof ways;

/** Ends everything at a moment that nobody has chosen, and looks at what is left. The seed repeats the moments. */
describe(`nothing typed is lost, seed ${seed}`, function () {
  this.timeout(120_000);
  let session: Session;
  const random = randomFrom(seed);
  const losses: number[] = [];

  before(async () => {
    session = await Session.open();
    const { workbench } = session;
    const { panel } = workbench;
    await workbench.showView('Design Drills');
    await workbench.row(new RegExp(`^${breaker.title}, new`)).click();
    await panel.button('Manage Workspace Trust').click();
    await workbench.trustFolder();
    await panel.button('Scaffold').click();
    await shows(panel.state, 'Started');
    await hints(panel).click();
    await panel.answer(discussion).click();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await session.explain(this.currentTest.title);
  });
  after(async () => {
    await session.close();
    const worst = Math.max(0, ...losses);
    console.log(
      `      ${losses.length} ends; of what was typed, the last ${Math.round(worst)} ms were lost at worst`,
    );
  });

  for (let turn = 1; turn <= kills; turn++) {
    const way = (Object.keys(ways) as Way[])[Math.floor(random() * Object.keys(ways).length)]!;
    const isRunning = random() < 0.4;
    const ms = 150 + random() * 1_850;

    it(`${turn}: after ${Math.round(ms)} ms of ${isRunning ? 'checking and ' : ''}typing ${ways[way]}`, async () => {
      const { panel, page } = session.workbench;
      const field = panel.answer(discussion);
      if (isRunning) await panel.button('Check').click();
      await field.focus();
      await page.keyboard.press('ControlOrMeta+End');
      const typing = new Typing(page, await field.inputValue(), random);
      await panel.mark();
      const done = typing.run();
      await delay(ms);
      const end = performance.now();
      await kill(way, page);
      if (way === 'late') await delay(ms);
      await typing.stop(done);
      const seen = way === 'late' ? await field.inputValue() : undefined;
      await comeBack(way);

      const after = session.workbench.panel;
      await shows(after.title, breaker.title);
      const text = await after.answer(discussion).inputValue();
      if (seen === undefined) {
        assert.ok(typing.text.startsWith(text), `“${text}” is not what was typed: “${typing.text}”`);
        losses.push(end - typing.timeOf(text.length, end));
        assert.ok(
          text.length >= typing.lengthAt(end - graceMs),
          `“${text}” lacks more than the last ${graceMs} ms of “${typing.text}”`,
        );
      } else assert.equal(text, seen); // another host may have come, with a panel that took the place of this one
      await becomes(answerOnDisk, text);
      assert.equal(await hints(after).getAttribute('aria-expanded'), 'false');
      await session.workbench.tab(breaker.title).click(); // the editor may have put the focus into a tree or a file
      await becomes(() => after.place(), {
        ...{ field: `Your answer: ${discussion}`, caret: text.length, isInView: true },
      });
    });
  }

  async function comeBack(way: Way): Promise<void> {
    const { workbench } = session;
    switch (way) {
      case 'host':
      case 'late':
        return workbench.reload();
      case 'crash':
      case 'close':
        return session.comeBack();
      case 'restart':
        return becomes(() => workbench.panel.isMarked(), false);
    }
  }

  /** Undefined as long as nothing has been saved. */
  const answerOnDisk = (): Promise<string | undefined> =>
    readFile(answerFile(), 'utf8').catch(() => undefined);
  const answerFile = (): string =>
    path.join(session.folder, breaker.folder, 'answers', 'time-out-and-threshold.md');
});

const hints = (panel: QuestionPanel): Locator =>
  panel.section('Hints').getByRole('heading').first().getByRole('button');

async function kill(way: Way, page: Page): Promise<void> {
  switch (way) {
    case 'host':
    case 'late':
    case 'restart': {
      const [latest] = extensionHosts();
      assert.ok(latest !== undefined, 'there is an extension host');
      process.kill(latest, 'SIGKILL');
      return;
    }
    case 'crash': {
      const crashed = page.waitForEvent('crash');
      const client = await page.context().newCDPSession(page);
      void client.send('Page.crash').catch(() => undefined); // nobody is left to answer
      await crashed;
      return;
    }
    case 'close':
      await page.close({ runBeforeUnload: false });
  }
}

/** Types words until it is told to stop, and knows when each letter had been typed. */
class Typing {
  private readonly times: number[] = [];
  private stopped = false;

  constructor(
    private readonly page: Page,
    /** With every letter that may have arrived. */
    public text: string,
    private readonly random: () => number,
  ) {
    this.times = Array.from(text, () => -Infinity);
  }

  async run(): Promise<void> {
    while (!this.stopped) {
      const letter = this.random() < 0.2 ? ' ' : String.fromCharCode(97 + Math.floor(this.random() * 26));
      this.text += letter;
      await this.page.keyboard.type(letter);
      this.times.push(performance.now());
      await delay(this.random() * 60);
    }
  }

  /** @param done what `run` has returned; it fails when the page is gone in the middle of a letter */
  async stop(done: Promise<void>): Promise<void> {
    this.stopped = true;
    await done.catch(() => undefined);
  }

  /** How long the text was at a moment, at least. */
  lengthAt(moment: number): number {
    return this.times.filter(time => time <= moment).length;
  }

  /** When the text was last this long and no longer: of what is missing, the first letter came then. */
  timeOf(length: number, end: number): number {
    return Math.min(this.times[length] ?? end, end);
  }
}
