import assert from 'node:assert/strict';
import {
  isMarkdown,
  longestMarkdown,
  renderInlineMarkdown,
  renderMarkdown,
} from '../../../src/core/markdown';
import { checkLinks } from '../../../src/core/pack/links';
import { hostileMarkdown } from './support/hostileMarkdown';

const shortened = (html: string): string =>
  html.length <= 300 ? html : `${html.slice(0, 40)}… ${html.length}`;

describe('hostile Markdown', () => {
  for (const { name, text, html } of hostileMarkdown)
    it(`is shown without harm: ${name}`, () =>
      assert.equal(shortened(renderMarkdown(text, { image: path => `pack:${path}` })), html));

  it('is a corpus of its own', () =>
    assert.equal(new Set(hostileMarkdown.map(({ text }) => text)).size, hostileMarkdown.length));

  it('is shown as it stands where it would keep its reader busy', () => {
    const slow = `_a__`.repeat(longestMarkdown / 4);
    assert.deepEqual([slow, `${slow}a`, '[a](b) '.repeat(1_600)].map(isMarkdown), [false, false, false]);
    assert.equal(renderMarkdown(slow), `<pre>${slow}</pre>\n`);
    assert.equal(renderInlineMarkdown(slow), slow);
    assert.deepEqual(
      checkLinks('[a](javascript:x) '.repeat(1_600), () => false),
      [],
    );
  });

  it('is not mistaken for a long text that somebody has written', () => {
    const chapter = 'A *paragraph* with [a link](https://x.test), `code` and __more__.\n\n'.repeat(1_000);
    assert.equal(isMarkdown(chapter), true);
    assert.equal(isMarkdown(`${'| cell '.repeat(12)}|\n`.repeat(900)), true);
  });
});
