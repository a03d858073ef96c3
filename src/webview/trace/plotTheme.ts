import type { Tone } from '../../core/run/trace';

/** The colours of the editor's theme, for a canvas: it does not know custom properties. */
export interface PlotTheme {
  readonly font: string;
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly line: string;
  readonly limit: string;
  readonly tones: Readonly<Record<Tone, string>>;
  readonly shades: readonly string[];
}

export function themeOf(element: Element): PlotTheme {
  const style = getComputedStyle(element);
  const colour = (name: string, instead: string): string => style.getPropertyValue(name).trim() || instead;
  const text = colour('--vscode-foreground', style.color);
  const blue = colour('--vscode-charts-blue', text);
  const red = colour('--vscode-charts-red', text);
  return {
    font: `11px ${style.fontFamily}`,
    background: colour('--vscode-editor-background', 'Canvas'),
    text,
    muted: colour('--muted', text),
    grid: colour('--vscode-charts-lines', text),
    line: blue,
    limit: red,
    tones: { good: colour('--good', text), bad: colour('--bad', red), neutral: text },
    shades: [
      blue,
      colour('--vscode-charts-orange', text),
      colour('--vscode-charts-purple', text),
      colour('--vscode-charts-green', text),
      colour('--vscode-charts-yellow', text),
    ],
  };
}

/** Tells when the theme has changed; VS Code swaps the classes and the properties of the page. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => observer.disconnect();
}
