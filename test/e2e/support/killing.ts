import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { breaker } from './attempt';
import { extensionHosts } from './extensionHosts';
import type { QuestionPanel } from './questionPanel';
import type { Session } from './session';
import { Typing } from './typing';
import { becomes, shows } from './waiting';

const discussion = 'Which time-out, which threshold?';
/** What may be lost: what was typed within so many milliseconds before the end. */
const graceMs = 300;

export const ways = {
  host: 'the extension host is killed and the window reloaded',
  late: 'the extension host is killed, and the window reloaded after some more typing',
  restart: 'the extension host is killed, and the editor starts another',
  crash: 'the page crashes',
  close: 'the page is gone without a farewell',
} as const;
export type Way = keyof typeof ways;
export const allWays = Object.keys(ways) as Way[];

export interface End {
  readonly way: Way;
  /** Whether a check is begun before. */
  readonly isRunning: boolean;
  /** Of typing, before the end. */
  readonly ms: number;
}

/** Somebody who types an answer while everything ends, and compares what is left with what had been typed. */
export class Killing {
  /** How much of what was typed each end has taken, in milliseconds. */
  readonly losses: number[] = [];

  constructor(
    private readonly session: Session,
    /** Numbers from 0 up to 1. */
    private readonly random: () => number,
    /** Whether the caret has to be back as well; the editor around the panel does not always give the focus back. */
    private readonly caretCounts: boolean,
  ) {}

  /** Opens an exercise, begins an attempt and goes to an answer. */
  async begin(): Promise<void> {
    const { workbench } = this.session;
    const { panel } = workbench;
    await workbench.showView('Design Drills');
    await workbench.row(new RegExp(`^${breaker.title}, new`)).click();
    await panel.button('Manage Workspace Trust').click();
    await workbench.trustFolder();
    await panel.button('Scaffold').click();
    await shows(panel.state, 'Started');
    await hints(panel).click();
    await panel.answer(discussion).click();
  }

  /** Text, file, folding and, if it counts, caret are as they were, but for the last 300 ms. @throws when they are not */
  async end({ way, isRunning, ms }: End): Promise<void> {
    const { panel, page } = this.session.workbench;
    const field = panel.answer(discussion);
    if (isRunning) await panel.button('Check').click();
    await field.focus();
    await page.keyboard.press('ControlOrMeta+End');
    const typing = new Typing(page, await field.inputValue(), this.random);
    await panel.mark();
    const done = typing.run();
    await delay(ms);
    const end = performance.now();
    await kill(way, page);
    if (way === 'late') await delay(ms);
    await typing.stop(done);
    const seen = way === 'late' ? await field.inputValue() : undefined;
    await this.comeBack(way);

    const after = this.session.workbench.panel;
    await shows(after.title, breaker.title);
    const text = await after.answer(discussion).inputValue();
    if (seen === undefined) {
      assert.ok(typing.text.startsWith(text), `“${text}” is not what was typed: “${typing.text}”`);
      this.losses.push(end - typing.timeOf(text.length, end));
      assert.ok(
        text.length >= typing.lengthAt(end - graceMs),
        `“${text}” lacks more than the last ${graceMs} ms of “${typing.text}”`,
      );
    } else assert.equal(text, seen); // another host may have come, with a panel that took the place of this one
    await becomes(() => this.answerOnDisk(), text);
    assert.equal(await hints(after).getAttribute('aria-expanded'), 'false');
    if (!this.caretCounts) return;
    const place = { field: `Your answer: ${discussion}`, caret: text.length, isInView: true };
    // The window stays: whoever was writing writes on, without a click.
    if (way === 'restart') await becomes(() => after.place(), place);
    // The editor may have put the focus of a new window into a tree or a file.
    await this.session.workbench.tab(breaker.title).click();
    await becomes(() => after.place(), place);
  }

  private async comeBack(way: Way): Promise<void> {
    const { workbench } = this.session;
    switch (way) {
      case 'host':
      case 'late':
        return workbench.reload();
      case 'crash':
      case 'close':
        return this.session.comeBack();
      case 'restart':
        return becomes(async () => {
          await workbench.restartHostIfAsked();
          return workbench.panel.isMarked();
        }, false);
    }
  }

  /** Undefined as long as nothing has been saved. */
  private answerOnDisk(): Promise<string | undefined> {
    const file = path.join(this.session.folder, breaker.folder, 'answers', 'time-out-and-threshold.md');
    return readFile(file, 'utf8').catch(() => undefined);
  }
}

const hints = (panel: QuestionPanel): Locator =>
  panel.section('Hints').getByRole('heading').first().getByRole('button');

async function kill(way: Way, page: Page): Promise<void> {
  switch (way) {
    case 'host':
    case 'late':
    case 'restart':
      return killHost();
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

export function killHost(): void {
  const [latest] = extensionHosts();
  assert.ok(latest !== undefined, 'there is an extension host');
  process.kill(latest, 'SIGKILL');
}
