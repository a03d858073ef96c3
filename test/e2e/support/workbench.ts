import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ProgressPage } from './progressPage';
import { QuestionPanel } from './questionPanel';
import { patienceMs } from './waiting';

export type Theme = 'Dark Modern' | 'Light Modern' | 'Dark High Contrast' | 'Light High Contrast';

/** VS Code, as far as the journeys touch it. Every selector of its interface is in this file. */
export class Workbench {
  readonly panel: QuestionPanel;
  readonly progress: ProgressPage;
  /** Lines of the window's console. */
  readonly said: string[] = [];

  constructor(readonly page: Page) {
    page.setDefaultTimeout(patienceMs);
    page.on('console', message => this.said.push(message.text()));
    this.panel = new QuestionPanel(page);
    this.progress = new ProgressPage(page);
  }

  /** Opens a window without trusting its folder. */
  async open(address: string): Promise<void> {
    // Older versions ask at once.
    const distrust = this.page
      .locator('.monaco-dialog-box')
      .getByRole('button', { name: /^No, I don't trust/ });
    await this.page.addLocatorHandler(distrust, () => distrust.click());
    await this.page.goto(address);
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** Answers the question of trust, wherever it has been raised, and returns to what was open. */
  async trustFolder(): Promise<void> {
    await this.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await this.page.locator('.workspace-trust-editor.trusted').waitFor();
    const dialog = this.page.locator('.monaco-modal-editor-block');
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: /^Close/ }).click();
    // Older versions show a tab in its place.
    else await this.run('View: Close Editor');
    await this.page.locator('.workspace-trust-editor').waitFor({ state: 'hidden' });
  }

  /** The view in the activity bar; choosing what is open already would close it. */
  async showView(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    await tab.waitFor();
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.page.locator('.sidebar .composite.title').getByText(name).waitFor();
  }

  /** A modal dialog of the editor. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Chooses from the menu of a row. */
  async fromMenu(row: Locator, label: string): Promise<void> {
    await row.click({ button: 'right' });
    const entry = this.page.getByRole('menuitem', { name: label });
    await entry.hover();
    await entry.click();
  }

  /** Drags a file from outside of the window over a row and lets it go there. */
  async dropFile(file: string, target: Locator): Promise<void> {
    const base64 = (await readFile(file)).toString('base64');
    // As text, because this file knows no DOM.
    const dataTransfer = await this.page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob('${base64}'), letter => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], ${JSON.stringify(path.basename(file))}));
      return transfer;
    })()`);
    const box = await target.boundingBox();
    const at = { clientX: (box?.x ?? 0) + 40, clientY: (box?.y ?? 0) + 8 };
    for (const type of ['dragenter', 'dragover', 'dragover', 'drop'])
      await target.dispatchEvent(type, { dataTransfer, ...at });
  }

  /** A row of a list that asks for a choice. */
  choice(label: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label });
  }

  /** A row of a tree in the side bar, by what it reads out. */
  row(name: RegExp | string): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name });
  }

  /** A row of a tree in the side bar, by its words. */
  rowShowing(text: string): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem').filter({ hasText: text });
  }

  /** A button in the title of a view in the side bar; it shows while the mouse is over the view. */
  async viewAction(label: string): Promise<void> {
    await this.page.locator('.sidebar').hover();
    await this.page.locator('.sidebar').getByRole('button', { name: label }).first().click();
  }

  /** Makes room: at 700 pixels the side bar would take half of it. */
  async closeSideBar(): Promise<void> {
    await this.run('View: Close Primary Side Bar');
    await this.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  }

  async run(command: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.choose(`>${command}`, command);
  }

  /** Opens a file of the attempt that the panel shows, and puts `text` in the place of everything in it. */
  async writeFile(name: string, text: string): Promise<void> {
    await this.panel.openFile(name);
    await this.tab(name).and(this.page.locator('[aria-selected="true"]')).waitFor();
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    // As text, because this file knows no DOM.
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('ControlOrMeta+V');
    await this.page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page
      .locator('.editor-group-container.active .tab.active.dirty')
      .waitFor({ state: 'detached' });
  }

  /** The message of a failed test, opened at its line. */
  get failure(): Locator {
    return this.page.locator('.zone-widget .peekview-widget');
  }

  /** What a message offers floats above it. */
  offered(label: string): Locator {
    return this.page.getByText(label, { exact: true });
  }

  /** Where the cursor is, as the status bar says. */
  get cursor(): Locator {
    return this.page.locator('.statusbar').getByRole('button', { name: /^Ln \d+, Col \d+/ });
  }

  /** The tab of a file or panel. */
  tab(name: string): Locator {
    return this.page.locator('.tabs-container').getByRole('tab', { name }).first();
  }

  /** The labels of all tabs, in their order. */
  async tabs(): Promise<string[]> {
    return (await this.page.locator('.tabs-container .tab .label-name').allInnerTexts()).map(label =>
      label.trim(),
    );
  }

  /** After the third end within five minutes the editor leaves it to the person. */
  async restartHostIfAsked(): Promise<void> {
    const restart = this.page.getByRole('button', { name: 'Restart Remote Extension Host' });
    if (await restart.isVisible()) await restart.click();
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.run('Preferences: Color Theme');
    await this.choose(theme, theme);
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  private async choose(typed: string, label: string): Promise<void> {
    await this.page.locator('.quick-input-widget input.input').fill(typed);
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.locator('.label-name').getByText(label, { exact: true }).first().click();
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar').waitFor();
    await this.page.locator('.statusbar').waitFor();
  }
}
