import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

/** Somebody who has no mouse: every step is a key, and what a key would reach is what has the focus. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Runs a command of the palette by its title. */
  async run(command: string): Promise<void> {
    await this.press('F1');
    await this.pick(`>${command}`, command);
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.press('ControlOrMeta+P');
    await this.pick(name, name);
    await this.page.locator('.tab.active').getByText(name, { exact: true }).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
  }

  /** Types into a list that asks for a choice, and takes its first row once that is the one that is meant. */
  async pick(typed: string, label: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input.input');
    await input.waitFor();
    await this.press('ControlOrMeta+A');
    await this.type(typed);
    await this.page
      .locator('.quick-input-list .monaco-list-row.focused .label-name')
      .getByText(label, { exact: true })
      .waitFor();
    await this.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Replaces what is in the active text editor, and saves it. */
  async replaceAndSave(text: string): Promise<void> {
    // As text, because this file knows no DOM.
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.press('ControlOrMeta+A', 'ControlOrMeta+V');
    await this.page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
    await this.press('ControlOrMeta+S');
    await this.page
      .locator('.editor-group-container.active .tab.active.dirty')
      .waitFor({ state: 'detached' });
  }

  /** Waits until the page of a panel has the focus, so that the next key goes there. */
  async isInPanel(): Promise<void> {
    for (const deadline = Date.now() + 45_000; Date.now() < deadline; await delay(50))
      if ((await this.focused()) !== null) return;
    assert.fail('The panel never had the focus.');
  }

  /**
   * Goes on by Tab (or another key) until a control of this name has the focus.
   *
   * @throws with what it came by when it is not among the next `most`
   */
  async goTo(name: RegExp | string, { key = 'Tab', most = 60 } = {}): Promise<void> {
    const seen: (string | null)[] = [];
    const isIt = (focused: string | null): boolean =>
      focused !== null && (typeof name === 'string' ? focused === name : name.test(focused));
    for (let i = 0; i <= most; i++) {
      const focused = await this.focused();
      if (isIt(focused)) return;
      seen.push(focused);
      await this.press(key);
    }
    assert.fail(`${String(name)} is not reached by ${key}; on the way: ${seen.join(' | ')}`);
  }

  /** The name of the control of a panel that has the focus; null while something else of the window has it. */
  private async focused(): Promise<string | null> {
    const frame = await this.pageInFocus();
    return frame
      ? frame.evaluate(`(() => {
          const field = document.activeElement ?? document.body;
          const labels = field.labels ? [...field.labels].map(label => label.innerText.trim()).join(' ') : '';
          return field.getAttribute('aria-label') || field.label || labels || field.innerText?.trim() || field.tagName;
        })()`)
      : null;
  }

  /** A webview is a frame in a frame; the inner one holds our page. */
  private async pageInFocus(): Promise<Frame | null> {
    // The editor names each of them, once for all.
    const name = await this.page.evaluate<unknown>(`document.activeElement?.getAttribute('name')`);
    const active =
      typeof name === 'string' ? await this.page.$(`iframe.webview.ready[name="${name}"]`) : null;
    const outer = await active?.contentFrame();
    const inner = await outer?.$('iframe#active-frame');
    return (await inner?.contentFrame()) ?? null;
  }
}
