import { type Locator, type Page } from 'playwright-core';
import { QuestionPanel } from './questionPanel';

export type Theme = 'Dark Modern' | 'Light Modern' | 'Dark High Contrast' | 'Light High Contrast';

/** VS Code, as far as the journeys touch it. Every selector of its interface is in this file. */
export class Workbench {
  readonly panel: QuestionPanel;
  /** Lines of the window's console. */
  readonly said: string[] = [];

  constructor(readonly page: Page) {
    page.setDefaultTimeout(30_000);
    page.on('console', message => this.said.push(message.text()));
    this.panel = new QuestionPanel(page);
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    const trust = this.page.getByRole('button', { name: /^Yes, I trust/ });
    await trust.click();
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.ready();
  }

  /** The view in the activity bar; opening what is open already would close it. */
  async showView(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    await tab.and(this.page.locator('[aria-expanded="true"]')).waitFor();
  }

  /** A row of a tree in the side bar, by what it reads out. */
  row(name: RegExp | string): Locator {
    return this.page.locator('.sidebar').getByRole('treeitem', { name }).first();
  }

  /** Opens a row that has others below it. */
  async expand(name: RegExp | string): Promise<void> {
    const row = this.row(name);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) === 'false')
      await row.locator('.monaco-tl-twistie').click();
  }

  async run(command: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const box = this.page.locator('.quick-input-widget input.input');
    await box.fill(`>${command}`);
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .getByText(command, { exact: true })
      .first()
      .click();
  }

  /** Opens a file of the workspace by its path in it. */
  async openFile(file: string): Promise<Locator> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.page.locator('.quick-input-widget input.input').fill(file);
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await this.page.keyboard.press('Enter');
    const name = file.split('/').at(-1)!;
    await this.page.locator('.tab.active').getByText(name, { exact: true }).waitFor();
    const editor = this.page.locator('.editor-group-container.active .monaco-editor').first();
    await editor.click();
    return editor;
  }

  /** Puts `text` in the place of everything in the open file, and saves it. */
  async writeFile(file: string, text: string): Promise<void> {
    await this.openFile(file);
    // As text: this file knows no DOM.
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('ControlOrMeta+V');
    await this.save();
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+S');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.run('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input.input').fill(theme);
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .getByText(theme, { exact: true })
      .first()
      .click();
  }

  private async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .activitybar').waitFor();
    await this.page.locator('.statusbar').waitFor();
  }
}
