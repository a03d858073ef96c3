/**
 * Markdown that shows a text as it is. Unlike `MarkdownString.appendText` it leaves blanks to be wrapped at: only those a
 * line begins with, which would make it code, become unbreakable.
 */
export const plainMarkdown = (text: string): string =>
  text
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/^[ \t]+/gm, blanks => '\u00a0'.repeat(blanks.length))
    .replace(/\n/g, '  \n');

/**
 * A fenced block of text that keeps its indentation where blanks are run together and lines broken, as VS Code's view
 * of a test's message does.
 */
export function fencedMarkdown(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/^\s*(`+)/gm)].map(([, ticks = '']) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const kept = text.replace(/^ +| {2,}/gm, blanks => '\u00a0'.repeat(blanks.length));
  return `\n${fence}text\n${kept}\n${fence}\n`;
}
