import { createHighlighterCoreSync } from '@shikijs/core';
import { createJavaScriptRawEngine } from '@shikijs/engine-javascript/raw';
import json from '@shikijs/langs-precompiled/json';
import shellscript from '@shikijs/langs-precompiled/shellscript';
import sql from '@shikijs/langs-precompiled/sql';
import typescript from '@shikijs/langs-precompiled/typescript';
import yaml from '@shikijs/langs-precompiled/yaml';
import type { CodeToken } from '../../protocol/panel';
import type { ReadTheme } from './readTheme';

/** What exercises show. The grammar of TypeScript reads JavaScript as well, and so saves as much again. */
const grammars: Readonly<Record<string, string>> = {
  ...{ ts: 'typescript', typescript: 'typescript', mts: 'typescript', cts: 'typescript', tsx: 'typescript' },
  ...{ js: 'typescript', javascript: 'typescript', mjs: 'typescript', cjs: 'typescript', jsx: 'typescript' },
  ...{ json: 'json', jsonc: 'json', sql: 'sql', yaml: 'yaml', yml: 'yaml' },
  ...{ sh: 'shellscript', bash: 'shellscript', shell: 'shellscript', console: 'shellscript' },
};

/** Longer blocks stay plain: nobody waits for their colours. */
const longest = 20_000;

const highlighter = createHighlighterCoreSync({
  langs: [typescript, json, sql, yaml, shellscript],
  themes: [],
  // Grammars come as regular expressions of JavaScript already: translating them takes ten times as long as using them.
  engine: createJavaScriptRawEngine(),
});

/** The tokens of a block as the theme colours them, or null where there is no grammar. Their lengths add up to the block. */
export function highlight(theme: ReadTheme, language: string, code: string): readonly CodeToken[] | null {
  const lang = Object.hasOwn(grammars, language) ? grammars[language] : undefined;
  if (lang === undefined || code.length > longest) return null;
  if (!highlighter.getLoadedThemes().includes(theme.name))
    highlighter.loadThemeSync({
      name: theme.name,
      type: theme.isDark ? 'dark' : 'light',
      colors: { 'editor.foreground': foreground, 'editor.background': background },
      settings: theme.rules.map(({ scope, settings }) => ({ ...(scope && { scope: [...scope] }), settings })),
    });
  const lines = highlighter.codeToTokensBase(code, {
    ...{ lang, theme: theme.name },
    ...{ tokenizeTimeLimit: 2_000, tokenizeMaxLineLength: 1_000 },
  });
  const tokens: CodeToken[] = [];
  let end = 0;
  for (const { content, color, fontStyle, offset } of lines.flat()) {
    if (offset > end) tokens.push({ length: offset - end, colour: null, style: 0 });
    const colour = color === undefined || color.toLowerCase() === foreground ? null : color;
    tokens.push({ length: content.length, colour, style: Math.max(0, fontStyle ?? 0) });
    end = offset + content.length;
  }
  if (end < code.length) tokens.push({ length: code.length - end, colour: null, style: 0 });
  return tokens;
}

/** What no rule colours has the colour of the page, whatever that is: this one is taken out again. */
const [foreground, background] = ['#010203', '#ffffff'];
