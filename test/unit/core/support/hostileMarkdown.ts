/** What somebody could write into a statement, hoping that whoever reads it in the panel runs, loads or follows it. */
export interface HostileMarkdown {
  readonly name: string;
  readonly text: string;
  /** The HTML; of one that is long, how it begins and how many characters it has. */
  readonly html: string;
}

const long = (text: string): string => text.repeat(5_000);

export const hostileMarkdown: readonly HostileMarkdown[] = (
  [
    [
      'a script',
      '<script>window.harm("script")</script>',
      '<p>&lt;script&gt;window.harm(&quot;script&quot;)&lt;/script&gt;</p>\n',
    ],
    [
      'a script in capitals with a line end',
      '<SCRIPT\n>window.harm("script")</SCRIPT\n>',
      '<p>&lt;SCRIPT\n&gt;window.harm(&quot;script&quot;)&lt;/SCRIPT\n&gt;</p>\n',
    ],
    [
      'a script that is not closed',
      '<script src=https://evil.test/x.js',
      '<p>&lt;script src=https://evil.test/x.js</p>\n',
    ],
    [
      'an image with a handler',
      '<img src=x onerror=window.harm("onerror")>',
      '<p>&lt;img src=x onerror=window.harm(&quot;onerror&quot;)&gt;</p>\n',
    ],
    [
      'an image that is loaded',
      '<img src="https://evil.test/pixel.png">',
      '<p>&lt;img src=&quot;https://evil.test/pixel.png&quot;&gt;</p>\n',
    ],
    [
      'an SVG with a script',
      '<svg><script>window.harm("svg")</script></svg>',
      '<p>&lt;svg&gt;&lt;script&gt;window.harm(&quot;svg&quot;)&lt;/script&gt;&lt;/svg&gt;</p>\n',
    ],
    [
      'an SVG with a handler',
      '<svg onload=window.harm("onload")>',
      '<p>&lt;svg onload=window.harm(&quot;onload&quot;)&gt;</p>\n',
    ],
    [
      'an SVG with HTML in it',
      '<svg><foreignObject><body onload=window.harm("fo")></body></foreignObject></svg>',
      '<p>&lt;svg&gt;&lt;foreignObject&gt;&lt;body onload=window.harm(&quot;fo&quot;)&gt;&lt;/body&gt;&lt;/foreignObject&gt;&lt;/svg&gt;</p>\n',
    ],
    [
      'an SVG with a reference',
      '<svg><use href="https://evil.test/x.svg#a"/><image href="https://evil.test/y.png"/></svg>',
      '<p>&lt;svg&gt;&lt;use href=&quot;https://evil.test/x.svg#a&quot;/&gt;&lt;image href=&quot;https://evil.test/y.png&quot;/&gt;&lt;/svg&gt;</p>\n',
    ],
    [
      'an SVG with an entity',
      '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
      '<p>&lt;!DOCTYPE svg [&lt;!ENTITY x SYSTEM &quot;file:///etc/passwd&quot;&gt;]&gt;&lt;svg&gt;&amp;x;&lt;/svg&gt;</p>\n',
    ],
    [
      'an animation that sets an address',
      '<svg><a><animate attributeName=href values=javascript:window.harm("animate") /></a></svg>',
      '<p>&lt;svg&gt;&lt;a&gt;&lt;animate attributeName=href values=javascript:window.harm(&quot;animate&quot;) /&gt;&lt;/a&gt;&lt;/svg&gt;</p>\n',
    ],
    [
      'mathematics with an address',
      '<math><mtext><a xlink:href="javascript:window.harm(1)">x</a></mtext></math>',
      '<p>&lt;math&gt;&lt;mtext&gt;&lt;a xlink:href=&quot;javascript:window.harm(1)&quot;&gt;x&lt;/a&gt;&lt;/mtext&gt;&lt;/math&gt;</p>\n',
    ],
    [
      'a style sheet',
      '<style>@import "https://evil.test/x.css"; body { display: none }</style>',
      '<p>&lt;style&gt;@import &quot;https://evil.test/x.css&quot;; body { display: none }&lt;/style&gt;</p>\n',
    ],
    [
      'a style attribute',
      '<p style="position:fixed;inset:0;background:url(https://evil.test/bg.png)">x</p>',
      '<p>&lt;p style=&quot;position:fixed;inset:0;background:url(https://evil.test/bg.png)&quot;&gt;x&lt;/p&gt;</p>\n',
    ],
    [
      'a link to a style sheet',
      '<link rel=stylesheet href=https://evil.test/x.css>',
      '<p>&lt;link rel=stylesheet href=https://evil.test/x.css&gt;</p>\n',
    ],
    [
      'a base address',
      '<base href="https://evil.test/">[a](#top)',
      '<p>&lt;base href=&quot;https://evil.test/&quot;&gt;[a](#top)</p>\n',
    ],
    [
      'a redirection',
      '<meta http-equiv=refresh content="0;url=https://evil.test/">',
      '<p>&lt;meta http-equiv=refresh content=&quot;0;url=https://evil.test/&quot;&gt;</p>\n',
    ],
    [
      'a frame',
      '<iframe src="https://evil.test/" srcdoc="<script>parent.harm(1)</script>"></iframe>',
      '<p>&lt;iframe src=&quot;https://evil.test/&quot; srcdoc=&quot;&lt;script&gt;parent.harm(1)&lt;/script&gt;&quot;&gt;&lt;/iframe&gt;</p>\n',
    ],
    [
      'an object',
      '<object data="https://evil.test/x.swf"></object><embed src="https://evil.test/y.swf">',
      '<p>&lt;object data=&quot;https://evil.test/x.swf&quot;&gt;&lt;/object&gt;&lt;embed src=&quot;https://evil.test/y.swf&quot;&gt;</p>\n',
    ],
    [
      'a form',
      '<form action="https://evil.test/"><input name=answer autofocus onfocus=window.harm("focus")><button>Check</button></form>',
      '<p>&lt;form action=&quot;https://evil.test/&quot;&gt;&lt;input name=answer autofocus onfocus=window.harm(&quot;focus&quot;)&gt;&lt;button&gt;Check&lt;/button&gt;&lt;/form&gt;</p>\n',
    ],
    [
      'a video',
      '<video src="https://evil.test/x.mp4" autoplay poster="https://evil.test/p.png"></video>',
      '<p>&lt;video src=&quot;https://evil.test/x.mp4&quot; autoplay poster=&quot;https://evil.test/p.png&quot;&gt;&lt;/video&gt;</p>\n',
    ],
    [
      'a template',
      '<template><img src=x onerror=window.harm(1)></template>',
      '<p>&lt;template&gt;&lt;img src=x onerror=window.harm(1)&gt;&lt;/template&gt;</p>\n',
    ],
    [
      'an element that closes the panel',
      '</main></body></html><h1>Another page</h1>',
      '<p>&lt;/main&gt;&lt;/body&gt;&lt;/html&gt;&lt;h1&gt;Another page&lt;/h1&gt;</p>\n',
    ],
    [
      'a comment',
      '<!-- <img src=x onerror=window.harm(1)> -->',
      '<p>&lt;!-- &lt;img src=x onerror=window.harm(1)&gt; --&gt;</p>\n',
    ],
    ['a comment that does not end', '<!-- a', '<p>&lt;!-- a</p>\n'],
    [
      'a comment with a trick',
      '<!--><img src=x onerror=window.harm(1)>-->',
      '<p>&lt;!--&gt;&lt;img src=x onerror=window.harm(1)&gt;--&gt;</p>\n',
    ],
    [
      'a CDATA section',
      '<![CDATA[<script>window.harm(1)</script>]]>',
      '<p>&lt;![CDATA[&lt;script&gt;window.harm(1)&lt;/script&gt;]]&gt;</p>\n',
    ],
    [
      'an instruction',
      '<?xml-stylesheet href="https://evil.test/x.css"?>',
      '<p>&lt;?xml-stylesheet href=&quot;https://evil.test/x.css&quot;?&gt;</p>\n',
    ],
    [
      'a broken tag in a quotation mark',
      '<a title="</p><script>window.harm(1)</script>">x</a>',
      '<p>&lt;a title=&quot;&lt;/p&gt;&lt;script&gt;window.harm(1)&lt;/script&gt;&quot;&gt;x&lt;/a&gt;</p>\n',
    ],
    [
      'an attribute without end',
      '<img alt="`><script>window.harm(1)</script>`',
      '<p>&lt;img alt=&quot;<code>&gt;&lt;script&gt;window.harm(1)&lt;/script&gt;</code></p>\n',
    ],
    [
      'HTML in a code block that is closed early',
      '```\n</code></pre><script>window.harm(1)</script>\n```',
      '<pre><code>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;window.harm(1)&lt;/script&gt;\n</code></pre>\n',
    ],
    ['a language of a code block', '```"onmouseover=window.harm(1)\nx\n```', '<pre><code>x\n</code></pre>\n'],
    ['javascript:', '[a](javascript:window.harm(1))', '<p>a</p>\n'],
    ['javascript: in other letters', '[a](JaVaScRiPt:window.harm(1))', '<p>a</p>\n'],
    ['javascript: with references', '[a](&#106;&#x61;vascript&colon;window.harm(1))', '<p>a</p>\n'],
    ['javascript: with a tab', '[a](<java\tscript:window.harm(1)>)', '<p>a</p>\n'],
    [
      'javascript: with a line end',
      '[a](<java\nscript:window.harm(1)>)',
      '<p>[a](&lt;java\nscript:window.harm(1)&gt;)</p>\n',
    ],
    [
      'javascript: after a control character',
      '[a](\u0001javascript:window.harm(1))',
      '<p>[a](\u0001javascript:window.harm(1))</p>\n',
    ],
    ['javascript: after a blank', '[a](< javascript:window.harm(1)>)', '<p>a</p>\n'],
    ['javascript: with an escape', '[a](javascript\\:window.harm(1))', '<p>a</p>\n'],
    ['javascript: in percent', '[a](javascript%3Awindow.harm(1))', '<p>a</p>\n'],
    ['javascript: by a reference below', '[a][b]\n\n[b]: javascript:window.harm(1) "t"', '<p>a</p>\n'],
    [
      'javascript: between angle brackets',
      '<javascript:window.harm(1)>',
      '<p>javascript:window.harm(1)</p>\n',
    ],
    ['data:', '[a](data:text/html,<script>window.harm(1)</script>)', '<p>a</p>\n'],
    ['data: in base64', '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)', '<p>a</p>\n'],
    ['vbscript:', '[a](vbscript:msgbox(1))', '<p>a</p>\n'],
    [
      'command:',
      '[a](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22rm%22%7D)',
      '<p>a</p>\n',
    ],
    [
      'vscode:',
      '[a](vscode://design-drills.design-drills/install?url=https://evil.test/x.drillpack)',
      '<p>a</p>\n',
    ],
    ['vscode-resource:', '[a](vscode-resource://file/etc/passwd)', '<p>a</p>\n'],
    ['file:', '[a](file:///etc/passwd)', '<p>a</p>\n'],
    ['blob:', '[a](blob:https://evil.test/1)', '<p>a</p>\n'],
    ['http:', '[a](http://evil.test/)', '<p>a</p>\n'],
    ['no protocol', '[a](//evil.test/)', '<p>a</p>\n'],
    ['a backslash for a slash', '[a](https:\\\\evil.test\\)', '<p>[a](https:\\evil.test)</p>\n'],
    ['quotation marks in an address', '[a](https://x.test/"onmouseover="window.harm(1))', '<p>a</p>\n'],
    [
      'quotation marks in a title',
      '[a](https://x.test/ "\\" onmouseover=\\"window.harm(1)")',
      '<p><a href="https://x.test/" title="&quot; onmouseover=&quot;window.harm(1)">a</a></p>\n',
    ],
    [
      'a link that claims another address',
      '[https://bank.test](https://evil.test)',
      '<p><a href="https://evil.test">https://bank.test</a></p>\n',
    ],
    ['a picture elsewhere', '![a](https://evil.test/p.png)', '<p>a</p>\n'],
    ['a picture by a reference', '![a][p]\n\n[p]: https://evil.test/p.png', '<p>a</p>\n'],
    [
      'a picture that is data',
      '![a](data:image/svg+xml,<svg onload=window.harm(1)>)',
      '<p>![a](data:image/svg+xml,&lt;svg onload=window.harm(1)&gt;)</p>\n',
    ],
    ['a picture above', '![a](../../secret.svg)', '<p>a</p>\n'],
    ['a picture of the system', '![a](file:///etc/passwd)', '<p>a</p>\n'],
    [
      'a picture with quotation marks',
      '![a" onerror="window.harm(1)](media/x.svg)',
      '<p><img src="pack:media/x.svg" alt="a&quot; onerror=&quot;window.harm(1)"></p>\n',
    ],
    [
      'a picture whose text is HTML',
      '![<script>window.harm(1)</script>](x)',
      '<p><img src="pack:x" alt="&lt;script&gt;window.harm(1)&lt;/script&gt;"></p>\n',
    ],
    ['writing turned around', '[a](https://x.test/\u202egnp.exe)', '<p>a</p>\n'],
    [
      'NUL',
      'a\0b <scr\0ipt>window.harm(1)</scr\0ipt>',
      '<p>a\u0000b &lt;scr\u0000ipt&gt;window.harm(1)&lt;/scr\u0000ipt&gt;</p>\n',
    ],
    ['brackets without end', long('['), '<pre>[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\u2026 5012'],
    [
      'brackets that are closed',
      long('[') + long(']'),
      '<pre>[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\u2026 10012',
    ],
    ['links in links', '[a](b '.repeat(3_000), '<pre>[a](b [a](b [a](b [a](b [a](b [a](b\u2026 18012'],
    ['stars without end', long('*a '), '<pre>*a *a *a *a *a *a *a *a *a *a *a *a\u2026 15012'],
    ['underscores without end', long('_a__'), '<pre>_a___a___a___a___a___a___a___a___a_\u2026 20012'],
    ['quotes in quotes', long('> '), '<pre>&gt; &gt; &gt; &gt; &gt; &gt; &gt; \u2026 25012'],
    [
      'lists in lists',
      Array.from({ length: 300 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n'),
      '<ul>\n<li>a<ul>\n<li>a<ul>\n<li>a<ul>\n<li>a\u2026 6600',
    ],
    [
      'ticks of every length',
      Array.from({ length: 400 }, (_, i) => '`'.repeat(i)).join(' a '),
      '<p> a ` a `` a ``` a ```` a ````` a ````\u2026 81005',
    ],
    ['angle brackets without end', long('<'), '<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&\u2026 20008'],
    ['comments that begin', long('<!--'), '<pre>&lt;!--&lt;!--&lt;!--&lt;!--&lt;!--\u2026 35012'],
    [
      'a table as wide as a street',
      `|${'a|'.repeat(2_000)}\n|${'-|'.repeat(2_000)}\n`,
      '<table>\n<thead>\n<tr>\n<th>a</th>\n<th>a</t\u2026 22045',
    ],
    ['tildes without end', long('~~a'), '<pre>~~a~~a~~a~~a~~a~~a~~a~~a~~a~~a~~a~~\u2026 15012'],
    ['references without end', long('&'), '<p>&amp;&amp;&amp;&amp;&amp;&amp;&amp;&a\u2026 25008'],
    [
      'definitions without end',
      Array.from({ length: 3_000 }, (_, i) => `[a${i}]: <b`).join('\n'),
      '<pre>[a0]: &lt;b\n[a1]: &lt;b\n[a2]: &lt;b\u2026 43901',
    ],
  ] as const
).map(([name, text, html]) => ({ name, text, html }));
