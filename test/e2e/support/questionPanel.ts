import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

/** The question panel, found the way a person or a screen reader finds things: by role and name. */
export class QuestionPanel {
  constructor(private readonly page: Page) {}

  /** A webview is a frame in a frame; the inner one holds our page. */
  get frame(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  get title(): Locator {
    return this.frame.getByRole('heading', { level: 1 }).first();
  }

  /** Passed, Failing and so on, at the top. */
  get state(): Locator {
    return this.frame.getByLabel('About this exercise').locator('.state-word').first();
  }

  /** The first sentence of the last report. */
  get verdict(): Locator {
    return this.section('Run').locator('.verdict-head');
  }

  /** What a screen reader was last told. */
  get announced(): Locator {
    return this.frame.locator('.visually-hidden[role="status"]');
  }

  button(name: RegExp | string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** Opens a file of the attempt from the list at the top. */
  async openFile(name: string): Promise<void> {
    const list = this.button(/^Files \(\d+\)$/);
    if ((await list.getAttribute('aria-expanded')) !== 'true') await list.click();
    await this.button(`Open ${name}`).click();
  }

  section(name: string): Locator {
    return this.frame.getByRole('region', { name, exact: true });
  }

  /** The row of R1, R2 and so on. */
  requirement(id: string): Locator {
    return this.section('Requirements').locator(`.requirement:has(.requirement-id:text-is("${id}"))`);
  }

  answer(discussion: string): Locator {
    return this.frame.getByRole('textbox', { name: `Your answer: ${discussion}` });
  }

  /** Where somebody is writing: the label of the field, the offset of the caret, and whether all this is in view. */
  async place(): Promise<{ field: string | null; caret: number; isInView: boolean }> {
    return (await this.inner()).evaluate(`(() => {
      const field = document.activeElement;
      const { top, bottom } = field.getBoundingClientRect();
      return {
        field: field.label ?? null,
        caret: field.shadowRoot?.querySelector('textarea')?.selectionStart ?? 0,
        isInView: bottom > 0 && top < window.innerHeight,
      };
    })()`);
  }

  /** Leaves something in the page that a page which takes its place does not have. */
  async mark(): Promise<void> {
    await (await this.inner()).evaluate('window.isMarked = true');
  }

  /** True also as long as there is no page. */
  async isMarked(): Promise<boolean> {
    try {
      return await (await this.inner()).evaluate('window.isMarked === true');
    } catch {
      return true;
    }
  }

  /** Scripts run here as text, because this file knows no DOM. @throws when there is no panel */
  private async inner(): Promise<Frame> {
    const handle = await this.page
      .frameLocator('iframe.webview.ready')
      .locator('iframe#active-frame')
      .elementHandle();
    const frame = await handle.contentFrame();
    if (!frame) throw new Error('There is no panel.');
    return frame;
  }

  /** Controls and texts that stick out of the page to the right; code and figures may scroll on their own. */
  async overflow(): Promise<unknown> {
    return (await this.inner()).evaluate(`[...document.body.querySelectorAll('*')]
      .filter(element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .filter(element => !element.closest('pre, table, svg'))
      .map(element => element.tagName.toLowerCase() + '.' + element.className)`);
  }
}
