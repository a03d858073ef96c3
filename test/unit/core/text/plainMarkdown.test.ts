import assert from 'node:assert/strict';
import fc from 'fast-check';
import { marked } from 'marked';
import { fencedMarkdown, plainMarkdown } from '../../../../src/core/text/plainMarkdown';

/** What a reader sees of HTML. */
const read = (html: string): string =>
  html
    .replaceAll(/<br>\n?/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ')
    .replace(/\n$/, '');

const htmlOf = (markdown: string): string => marked.parse(markdown, { async: false });

describe('text as Markdown', () => {
  const cases = [
    'a **bold** _claim_ with `code` and ~~lies~~',
    '<img src=x onerror=alert(1)> &amp; <!-- gone -->',
    '[here](command:workbench.action.quit) ![there](https://example.com/a.png) https://example.com me@example.com',
    '# heading\n- item\n1. one\n> quoted\n===\n    code\n| a | b |\n|---|---|',
    'a\\b \\* $(bug)',
  ];
  for (const text of cases)
    it(`is read as it was written: ${JSON.stringify(text)}`, () => {
      const html = htmlOf(plainMarkdown(text));
      assert.equal(read(html), text);
      assert.doesNotMatch(html, /<(?!\/?p>|br>)/);
    });

  it('is read as it was written, whatever it is', () => {
    const words = fc.string({ minLength: 1, unit: 'grapheme-ascii' }).map(text => `a${text}z`);
    fc.assert(
      fc.property(words, text => {
        const html = htmlOf(plainMarkdown(text));
        assert.equal(read(html), text);
        assert.doesNotMatch(html, /<(?!\/?p>|br>)/);
      }),
    );
  });

  it('keeps its indentation in a block, which it cannot leave', () => {
    const text = '> 1 |   a  b\n```\n````js\n[x](command:y)';
    assert.equal(read(htmlOf(fencedMarkdown(text))), `${text}\n`);
    assert.match(htmlOf(fencedMarkdown(text)), /^<pre><code class="language-text">[^<]*<\/code><\/pre>\n$/);
  });
});
