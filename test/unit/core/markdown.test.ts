import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderInlineMarkdown, renderMarkdown } from '../../../src/core/markdown';

const shown: [name: string, markdown: string, html: string][] = [
  [
    'a paragraph',
    'One **two** *three* ~~four~~ `five`',
    '<p>One <strong>two</strong> <em>three</em> <del>four</del> <code>five</code></p>\n',
  ],
  [
    'a link',
    '[a](https://x.org/?b=1&c=2 "d")',
    '<p><a href="https://x.org/?b=1&amp;c=2" title="d">a</a></p>\n',
  ],
  ['a mail address', '<me@x.org>', '<p><a href="mailto:me@x.org">me@x.org</a></p>\n'],
  ['a place in the page', '[up](#top)', '<p><a href="#top">up</a></p>\n'],
  [
    'a code block',
    '```ts title\nconst a = "<b>";\n```',
    '<pre><code class="language-ts">const a = &quot;&lt;b&gt;&quot;;\n</code></pre>\n',
  ],
  ['a code block without a language', '    a < b', '<pre><code>a &lt; b\n</code></pre>\n'],
  [
    'a task list',
    '- [x] done\n- [ ] open',
    '<ul>\n<li><span role="img" aria-label="done">☑</span> done</li>\n<li><span role="img" aria-label="open">☐</span> open</li>\n</ul>\n',
  ],
  [
    'a table',
    '|a|\n|-:|\n|1|',
    '<table>\n<thead>\n<tr>\n<th align="right">a</th>\n</tr>\n</thead>\n<tbody><tr>\n<td align="right">1</td>\n</tr>\n</tbody></table>\n',
  ],
  [
    'a picture of the exercise',
    '![ring "of" slots](media/ring.svg)',
    '<p><img src="pack:media/ring.svg" alt="ring &quot;of&quot; slots"></p>\n',
  ],
  ['a character reference', 'a&nbsp;b &lt;c&gt;', '<p>a&nbsp;b &lt;c&gt;</p>\n'],
];

const hidden: [name: string, markdown: string, html: string][] = [
  ['a script', '<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n'],
  [
    'a script in a line',
    'a <script>alert("1")</script> b',
    '<p>a &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; b</p>\n',
  ],
  ['text in a raw block', 'a <pre> "b" < c', '<p>a &lt;pre&gt; &quot;b&quot; &lt; c</p>\n'],
  ['an event handler', '<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>\n'],
  ['a comment', '<!-- a -->', '<p>&lt;!-- a --&gt;</p>\n'],
  ['a script address', '[a](javascript:alert(1))', '<p>a</p>\n'],
  ['a script address in references', '[a](jav&#x61;script:alert(1))', '<p>a</p>\n'],
  ['a script address with capitals', '[a](JaVaScRiPt:alert(1))', '<p>a</p>\n'],
  ['a command address', '[a](command:workbench.action.quit)', '<p>a</p>\n'],
  ['a data address', '[a](data:text/html,x)', '<p>a</p>\n'],
  ['an address without encryption', '[a](http://x.org)', '<p>a</p>\n'],
  ['an address without a protocol', '[a](//x.org)', '<p>a</p>\n'],
  ['a file', '[a](../secret.md)', '<p>a</p>\n'],
  ['a picture elsewhere', '![a](https://x.org/p.png)', '<p>a</p>\n'],
  ['a picture above', '![a](../p.svg)', '<p>a</p>\n'],
  ['a picture that is data', '![a](data:image/svg+xml,x)', '<p>a</p>\n'],
  ['a class', '```"><script>\nx\n```', '<pre><code>x\n</code></pre>\n'],
];

const image = (path: string): string => `pack:${path}`;

describe('Markdown', () => {
  for (const [name, markdown, html] of shown)
    it(`shows ${name}`, () => assert.equal(renderMarkdown(markdown, { image }), html));

  for (const [name, markdown, html] of hidden)
    it(`does not let through ${name}`, () => assert.equal(renderMarkdown(markdown, { image }), html));

  it('leaves pictures out when there is nowhere to take them from', () => {
    assert.equal(renderMarkdown('![ring](media/ring.svg)'), '<p>ring</p>\n');
  });

  it('demotes headings, down to the sixth level', () => {
    assert.equal(renderMarkdown('# a\n\n##### b', { demoteHeadings: 2 }), '<h3>a</h3>\n<h6>b</h6>\n');
  });

  it('can be one line without a paragraph', () => {
    assert.equal(
      renderInlineMarkdown('At most `n` <b>calls</b>'),
      'At most <code>n</code> &lt;b&gt;calls&lt;/b&gt;',
    );
  });

  it('survives nesting beyond reason', () => {
    const html = renderMarkdown('> '.repeat(20_000) + '<script>');
    assert.ok(html.includes('&lt;script&gt;'));
    assertHarmless(html);
  });

  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...[
            '<script>',
            '</script>',
            '<img src=x onerror=alert(1)>',
            '<a href="javascript:x">',
            '<svg onload=x>',
          ],
          ...[
            '[a](',
            '![a](',
            ')',
            ']',
            '[',
            '"',
            "'",
            '<',
            '>',
            '`',
            '```',
            '~~~',
            '\n',
            '\n\n',
            '    ',
            '\t',
            '|',
            '-|-',
          ],
          ...[
            'javascript:alert(1)',
            'data:text/html,<b>',
            'vbscript:x',
            'https://x',
            '&#106;avascript:x',
            '&quot;',
            '&',
            '\\',
          ],
          ...[
            '[b]: javascript:x\n',
            '[b]',
            '<!--',
            '-->',
            '<![CDATA[',
            ']]>',
            '<?',
            '<pre>',
            '</pre>',
            '* ',
            '- [ ] ',
            '# ',
            '> ',
          ],
          ...[
            ' onclick=x ',
            'style="x"',
            '\0',
            '\u2028',
            'www.x.org',
            'a@b.c',
            '<javascript:x>',
            '<https://x"onclick=y>',
          ],
        ),
        fc.string({ unit: 'binary', maxLength: 8 }),
      ),
      { maxLength: 40 },
    )
    .map(parts => parts.join(''));

  it('is harmless, whatever it is', () => {
    fc.assert(
      fc.property(hostile, text => {
        assertHarmless(renderMarkdown(text, { image, demoteHeadings: 1 }));
        assertHarmless(renderInlineMarkdown(text));
      }),
      { numRuns: 3_000 },
    );
  });
});

const elements = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li pre code em strong del blockquote br hr a img span table thead tbody tr th td'.split(
    ' ',
  ),
);
const attributes = new Set(['href', 'title', 'src', 'alt', 'class', 'align', 'role', 'aria-label', 'start']);

/** Reads the HTML as a browser would split it: nothing but known elements, attributes and addresses. */
function assertHarmless(html: string): void {
  for (const [tag] of html.matchAll(/<[^>]*>?/g)) {
    const parsed = /^<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>$/.exec(tag);
    assert.ok(parsed && elements.has(parsed[2]!), `${tag} in ${html}`);
    for (const [, name, value] of parsed[3]!.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
      assert.ok(attributes.has(name!), `${tag} in ${html}`);
      if (name === 'href') assert.match(value!, /^(?:https:\/\/|mailto:|#)/i, tag);
      if (name === 'src') assert.match(value!, /^pack:[\w./-]+$/, tag);
    }
  }
}
