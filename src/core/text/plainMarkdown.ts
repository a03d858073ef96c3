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
 * A fenced block of text in which every column stays where it is: VS Code's view of a test's message runs blanks
 * together, and breaks lines at them.
 */
export function fixedMarkdown(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/^`+/gm)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `\n${fence}text\n${text.replaceAll(' ', '\u00a0')}\n${fence}\n`;
}
