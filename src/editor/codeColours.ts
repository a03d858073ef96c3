import path from 'node:path';
import * as vscode from 'vscode';
import { toError } from '../core/errors';
import { isRecordOf, isText, type Is } from '../core/shape';
import { themesIn, themesToTry, type ThemeKind } from '../node/highlight/chooseTheme';
import { HighlightThread } from '../node/highlight/highlightThread';
import { readTheme, ruleOf, type ReadTheme } from '../node/highlight/readTheme';
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
    const kind = kindOf(vscode.window.activeColorTheme.kind);
    const workbench = vscode.workspace.getConfiguration('workbench');
    const named = ['colorTheme', preferred[kind]].map((key): unknown => workbench.get(key)).filter(isText);
    const themes = vscode.extensions.all.flatMap(({ extensionPath, packageJSON }) =>
      themesIn(contributedThemes(packageJSON as unknown), file => path.join(extensionPath, file)),
    );
    for (const { id, file } of themesToTry(themes, kind, named)) {
      const rules = await readTheme(file, readText);
      this.log.debug(`Code in the colours of ${id}: ${rules ? `${rules.length} rules` : 'cannot be read'}`);
      if (!rules) continue;
      const own = customRules(id);
      // The highlighter keeps what it was given under a name.
      const name = `${id} ${++this.turn}`;
      return { name, isDark: kind === 'dark' || kind === 'high-contrast', rules: [...rules, ...own] };
    }
    return undefined;
  }
}

const sections = ['workbench.colorTheme', 'editor.tokenColorCustomizations'];
const mostKnown = 200;

const readText = async (file: string): Promise<string | undefined> => {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(file)));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw toError(error);
  }
};

const isAny: Is<unknown> = (value): value is unknown => value !== undefined;
const isRecord = isRecordOf(isAny);

const contributedThemes = (manifest: unknown): unknown => {
  const contributes = isRecord(manifest) ? manifest['contributes'] : undefined;
  return isRecord(contributes) ? contributes['themes'] : undefined;
};

/** The rules that the person has added to every theme, and to this one. */
function customRules(theme: string): ReadTheme['rules'] {
  const rules = (from: unknown): ReadTheme['rules'] => {
    const added = isRecord(from) ? from['textMateRules'] : undefined;
    return Array.isArray(added) ? added.flatMap(ruleOf) : [];
  };
  const custom: unknown = vscode.workspace.getConfiguration('editor').get('tokenColorCustomizations');
  return [...rules(custom), ...(isRecord(custom) ? rules(custom[`[${theme}]`]) : [])];
}

const preferred: Readonly<Record<ThemeKind, string>> = {
  light: 'preferredLightColorTheme',
  dark: 'preferredDarkColorTheme',
  'high-contrast': 'preferredHighContrastColorTheme',
  'high-contrast-light': 'preferredHighContrastLightColorTheme',
};

function kindOf(kind: vscode.ColorThemeKind): ThemeKind {
  switch (kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.Dark:
      return 'dark';
    case vscode.ColorThemeKind.HighContrast:
      return 'high-contrast';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
  }
}
