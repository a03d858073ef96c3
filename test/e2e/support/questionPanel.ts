import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The question panel, found the way a person or a screen reader finds things: by role and name. */
export class QuestionPanel {
  constructor(private readonly page: Page) {}

  /** A webview is a frame in a frame; the inner one holds our page. */
  get frame(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  get title(): Locator {
    return this.frame.getByRole('heading', { level: 1 });
  }

  button(name: RegExp | string): Locator {
    return this.frame.getByRole('button', { name });
  }

  section(name: string): Locator {
    return this.frame.getByRole('region', { name });
  }

  requirement(id: string): Locator {
    return this.section('Requirements')
      .locator('.requirement')
      .filter({ hasText: new RegExp(`^${id}\\b`) });
  }

  answer(discussion: string): Locator {
    return this.frame.getByRole('textbox', { name: `Your answer: ${discussion}` });
  }
}
