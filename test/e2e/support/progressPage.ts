import type { FrameLocator, Locator, Page } from 'playwright-core';

/** The page about progress, found the way a person or a screen reader finds things: by role and name. */
export class ProgressPage {
  constructor(private readonly page: Page) {}

  /** A webview is a frame in a frame; the inner one holds our page. Of two that are open it is the one in front. */
  get frame(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  get title(): Locator {
    return this.frame.getByRole('heading', { level: 1, name: 'Progress' });
  }

  get summary(): Locator {
    return this.frame.getByRole('status');
  }

  part(name: string): Locator {
    return this.frame.getByRole('region', { name, exact: true });
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }
}
