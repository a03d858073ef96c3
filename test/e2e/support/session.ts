import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';
import { Workbench } from './workbench';

/** What scripts/e2e.mjs hands over. @throws when a test is run without it, saying how to run it. */
function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run "npm run test:e2e".`);
  return value;
}

export const vsixFile = (): string => given('DESIGN_DRILLS_VSIX');
const artifacts = path.resolve('test-artifacts', 'e2e');

/** A person at an editor that has the packaged extension installed: one browser, its own storage, one folder. */
export class Session {
  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    private window: Workbench,
    /** The open folder, on disk. */
    readonly folder: string,
    private readonly address: string,
  ) {}

  /** The window, which is another one after `comeBack`. */
  get workbench(): Workbench {
    return this.window;
  }

  /** Opens the window again that has been closed or has crashed. */
  async comeBack(): Promise<void> {
    await this.window.page.close();
    this.window = new Workbench(await this.context.newPage());
    await this.window.open(this.address);
  }

  /**
   * Opens a fresh copy of the sample workspace, which nobody has said to trust yet.
   *
   * @param prepare puts into it what is to be there when the window opens
   * @param language what extensions are told to speak; the editor itself goes on in English, for want of its language pack
   */
  static async open(
    size = { width: 1400, height: 900 },
    prepare: (folder: string) => Promise<void> = () => Promise.resolve(),
    language?: 'de',
  ): Promise<Session> {
    const folder = path.join(await mkdtemp(path.join(given('DESIGN_DRILLS_SCRATCH'), 'work-')), 'my drills');
    await cp(path.resolve('test', 'workspaces', 'sample'), folder, { recursive: true });
    await prepare(folder);
    const browser = await chromium.launch({
      executablePath: given('DESIGN_DRILLS_BROWSER'),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
    });
    const address = new URL(given('DESIGN_DRILLS_EDITOR_ADDRESS'));
    address.search = new URLSearchParams({ folder }).toString();
    const context = await browser.newContext({ viewport: size });
    // Solutions are pasted, as a person would: typed text would fight with closing brackets.
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address.origin });
    // Where the editor's page looks it up.
    if (language) await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${language}'`);
    const workbench = new Workbench(await context.newPage());
    await workbench.open(address.href);
    return new Session(browser, context, workbench, folder, address.href);
  }

  /** The file of test-artifacts/e2e that this becomes. */
  async screenshot(name: string): Promise<void> {
    await mkdir(artifacts, { recursive: true });
    await this.workbench.page.screenshot({ path: path.join(artifacts, `${name}.png`) });
  }

  /** Leaves what a person would have seen, and what the window said. */
  async explain(title: string): Promise<void> {
    const name = title.replaceAll(/[^\w]+/g, '-').toLowerCase();
    await this.screenshot(`failed-${name}`);
    const { said, panel } = this.workbench;
    const shown = await panel.frame
      .locator('body')
      .innerText({ timeout: 1_000 })
      .catch(() => '(no panel)');
    await writeFile(
      path.join(artifacts, `failed-${name}.log`),
      [...said, '', 'The panel:', shown].join('\n'),
    );
  }

  async close(): Promise<void> {
    await this.context.close();
    await this.browser.close();
  }
}
