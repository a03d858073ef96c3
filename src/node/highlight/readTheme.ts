import path from 'node:path';
import { parse } from 'jsonc-parser';

/** The rules of a colour theme for code, in their order. */
export interface ReadTheme {
  /** Tells this reading from every other: a theme that is read again may say something else. */
  readonly name: string;
  readonly isDark: boolean;
  readonly rules: readonly ThemeRule[];
}

export interface ThemeRule {
  /** Without one it holds for all code. */
  readonly scope?: readonly string[];
  readonly settings: { readonly foreground?: string; readonly fontStyle?: string };
}

/** A theme includes one that includes another; nobody nests them deeper. */
const deepest = 8;

/**
 * The rules for code in a theme file and in those that it includes, which come first, as VS Code reads them: JSON with
 * comments. What makes no sense is left out.
 *
 * @param read the text of a file, or undefined where there is none
 * @returns undefined where nothing can be read: a file that is not there, an older theme in XML
 */
export async function readTheme(
  file: string,
  read: (file: string) => Promise<string | undefined>,
): Promise<readonly ThemeRule[] | undefined> {
  const rules = await rulesOf(file, read, 0);
  return rules.length > 0 ? rules : undefined;
}

async function rulesOf(
  file: string,
  read: (file: string) => Promise<string | undefined>,
  depth: number,
): Promise<readonly ThemeRule[]> {
  const text = depth < deepest ? await read(file) : undefined;
  const theme: unknown = text === undefined ? undefined : parse(text, [], { allowTrailingComma: true });
  if (!isRecord(theme)) return [];
  const { include, tokenColors } = theme;
  const beside = (other: string): string => path.join(path.dirname(file), other);
  const included = typeof include === 'string' ? await rulesOf(beside(include), read, depth + 1) : [];
  if (typeof tokenColors === 'string')
    return [...included, ...(await rulesOf(beside(tokenColors), read, depth + 1))];
  const own = Array.isArray(theme['settings']) ? theme['settings'] : tokenColors;
  return [...included, ...(Array.isArray(own) ? own.flatMap(ruleOf) : [])];
}

/** A rule of a theme, or of the setting that changes themes; nothing if it is none. */
export function ruleOf(value: unknown): readonly ThemeRule[] {
  if (!isRecord(value) || !isRecord(value['settings'])) return [];
  const { foreground, fontStyle } = value['settings'];
  const settings = {
    ...(isColour(foreground) && { foreground }),
    ...(typeof fontStyle === 'string' && { fontStyle }),
  };
  const scope = scopesOf(value['scope']);
  return [{ ...(scope && { scope }), settings }];
}

function scopesOf(scope: unknown): readonly string[] | undefined {
  if (typeof scope === 'string')
    return scope
      .split(',')
      .map(one => one.trim())
      .filter(Boolean);
  if (Array.isArray(scope)) return scope.filter(one => typeof one === 'string');
  return undefined;
}

/** As VS Code takes them: `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`. */
const isColour = (value: unknown): value is string =>
  typeof value === 'string' && /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.test(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
