import * as vscode from 'vscode';
import { HighlightThread } from '../node/highlight/highlightThread';
import type { ReadTheme } from '../node/highlight/readTheme';
import type { CodeBlock, CodeToken } from '../protocol/panel';
import { DisposableStore } from './lifecycle';

/** Code in the colours of the theme that the person has chosen. */
export class CodeColours implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new vscode.EventEmitter<void>());
  /** Code has other colours from now on. */
  readonly onDidChange = this.changed.event;
  private theme: Promise<ReadTheme | undefined> | undefined;
  private turn = 0;
  /** By what was asked; of the present theme. A panel that was hidden asks again for what it showed. */
  private readonly known = new Map<string, readonly CodeToken[] | null>();
  private readonly thread: HighlightThread;

  constructor(
    highlightFile: string,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.thread = this.store.add(new HighlightThread(highlightFile));
    this.store.add(vscode.window.onDidChangeActiveColorTheme(() => this.forget()));
    this.store.add(vscode.extensions.onDidChange(() => this.forget()));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (sections.some(section => event.affectsConfiguration(section))) this.forget();
      }),
    );
  }

  /** The tokens of each block, in the same order; null for one that stays as it is. */
  async tokens(blocks: readonly CodeBlock[]): Promise<readonly (readonly CodeToken[] | null)[]> {
    const theme = await (this.theme ??= this.read());
    if (!theme) return blocks.map(() => null);
    const keyOf = ({ language, code }: CodeBlock): string => `${theme.name} ${language} ${code}`;
    const unknown = blocks.filter(block => !this.known.has(keyOf(block)));
    const found = unknown.length > 0 ? await this.thread.ask({ theme, blocks: unknown }) : [];
    const fresh = new Map(unknown.map((block, i) => [keyOf(block), found[i] ?? null]));
    if (this.known.size < mostKnown) for (const [key, tokens] of fresh) this.known.set(key, tokens);
    return blocks.map(block => this.known.get(keyOf(block)) ?? fresh.get(keyOf(block)) ?? null);
  }

  dispose(): void {
    this.store.dispose();
  }

  private forget(): void {
    if (this.theme === undefined) return;
    this.theme = undefined;
    this.known.clear();
    this.changed.fire();
  }

  private async read(): Promise<ReadTheme | undefined> {
    const { themeOnShow } = await import('./themeOnShow'); // most windows show no code
    return themeOnShow(++this.turn, this.log);
  }
}

const sections = ['workbench.colorTheme', 'editor.tokenColorCustomizations'];
const mostKnown = 200;
