/** As an extension contributes it. */
export interface ContributedTheme {
  /** What the settings call it. */
  readonly id: string;
  readonly kind: ThemeKind;
  /** Absolute. */
  readonly file: string;
}

export type ThemeKind = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

const kinds: Readonly<Record<string, ThemeKind>> = {
  vs: 'light',
  'vs-dark': 'dark',
  'hc-black': 'high-contrast',
  'hc-light': 'high-contrast-light',
};

/** The themes in `contributes.themes` of a manifest, as far as they make sense. */
export function themesIn(
  contributed: unknown,
  resolve: (file: string) => string,
): readonly ContributedTheme[] {
  if (!Array.isArray(contributed)) return [];
  return contributed.flatMap((theme: unknown): ContributedTheme[] => {
    if (typeof theme !== 'object' || theme === null) return [];
    const { id, label, uiTheme, path } = theme as Readonly<Record<string, unknown>>;
    const name = typeof id === 'string' ? id : label;
    const kind = typeof uiTheme === 'string' && Object.hasOwn(kinds, uiTheme) ? kinds[uiTheme] : undefined;
    if (typeof name !== 'string' || kind === undefined || typeof path !== 'string') return [];
    return [{ id: name, kind, file: resolve(path) }];
  });
}

/** Of the extension that comes with every VS Code. */
const stock: Readonly<Record<ThemeKind, readonly string[]>> = {
  light: ['Default Light Modern', 'Default Light+'],
  dark: ['Default Dark Modern', 'Default Dark+'],
  'high-contrast': ['Default High Contrast'],
  'high-contrast-light': ['Default High Contrast Light'],
};

/**
 * The themes that may be the one on show, likeliest first. Which one is, VS Code does not say; it tells the kind. The
 * settings name one for everything, and one for each kind that the system may ask for.
 *
 * @param named by the settings, in the order in which they count
 */
export function themesToTry(
  themes: readonly ContributedTheme[],
  kind: ThemeKind,
  named: readonly string[],
): readonly ContributedTheme[] {
  const ids = new Set([...named, ...stock[kind]]);
  const own = themes.filter(theme => theme.kind === kind);
  return [...ids].flatMap(
    id => own.find(theme => theme.id === id) ?? own.find(theme => bareId(theme.id) === bareId(id)) ?? [],
  );
}

/** VS Code has renamed its own themes, as from "Default Dark Modern" to "Dark Modern"; settings keep the id that they had. */
const bareId = (id: string): string => id.replace(/^Default /, '');
