import { themeNames, themes, type ThemeName } from './themes';

/** What every page of ours finds where VS Code shows it: the variables of a theme, and an API object. */

declare global {
  interface Window {
    /** Changes the colours of the page that is there. */
    previewTheme(name: ThemeName): void;
  }
}

const query = new URLSearchParams(location.search);

/** What the address of the page chooses. */
export const pick = <T extends string>(name: string, from: readonly T[], otherwise: T): T =>
  from.find(item => item === query.get(name)) ?? otherwise;

export const delayMs = Number(query.get('delay') ?? 0);
export const theme = pick<ThemeName>('theme', themeNames, 'dark');

/** @param receive gets what the page posts */
export function playEditor(receive: (message: unknown) => unknown): void {
  applyTheme(theme);
  window.previewTheme = applyTheme;
  const storageKey = 'webview-state';
  Object.defineProperty(window, 'acquireVsCodeApi', {
    value: () => ({
      // A copy, as a message between processes would be.
      postMessage: (message: unknown) => void receive(structuredClone(message)),
      getState: () => JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as unknown,
      setState: (state: unknown) => sessionStorage.setItem(storageKey, JSON.stringify(state)),
    }),
  });
}

function applyTheme(name: ThemeName): void {
  const { className, variables } = themes[name];
  document.documentElement.removeAttribute('style');
  for (const [variable, value] of Object.entries(variables))
    document.documentElement.style.setProperty(`--vscode-${variable}`, value);
  const mark = () => (document.body.className = className);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', mark);
  else mark();
}
