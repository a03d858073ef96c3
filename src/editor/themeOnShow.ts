import path from 'node:path';
import * as vscode from 'vscode';
import { toError } from '../core/errors';
import { isRecordOf, isText, type Is } from '../core/shape';
import { themesIn, themesToTry, type ThemeKind } from '../node/highlight/chooseTheme';
import { readTheme, ruleOf, type ReadTheme } from '../node/highlight/readTheme';

/**
 * The rules for code of the theme that the person has chosen, and what the settings add to them; those of a stock theme of
 * its kind where that cannot be read.
 *
 * @param turn tells this reading from earlier ones of the same theme
 */
export async function themeOnShow(
  turn: number,
  log: vscode.LogOutputChannel,
): Promise<ReadTheme | undefined> {
  const kind = kindOf(vscode.window.activeColorTheme.kind);
  const workbench = vscode.workspace.getConfiguration('workbench');
  const named = ['colorTheme', preferred[kind]].map((key): unknown => workbench.get(key)).filter(isText);
  const themes = vscode.extensions.all.flatMap(({ extensionPath, packageJSON }) =>
    themesIn(contributedThemes(packageJSON as unknown), file => path.join(extensionPath, file)),
  );
  for (const { id, file } of themesToTry(themes, kind, named)) {
    const rules = await readTheme(file, readText);
    log.debug(`Code in the colours of ${id}: ${rules ? `${rules.length} rules` : 'cannot be read'}`);
    if (!rules) continue;
    const own = customRules(id);
    const name = `${id} ${turn}`;
    return { name, isDark: kind === 'dark' || kind === 'high-contrast', rules: [...rules, ...own] };
  }
  return undefined;
}

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
