import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visibleText } from '../../../../src/core/text/visibleText';

describe('text made visible', () => {
  const cases: readonly (readonly [what: string, text: string, shown: string])[] = [
    ['colours of a terminal', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a bell, a backspace and a null', 'a\u0007b\u0008c\u0000', 'a\\x07b\\x08c\\x00'],
    ['a lone carriage return, which hides what is before it', 'failed\rpassed', 'failed\\x0dpassed'],
    ['line ends of Windows', 'a\r\nb', 'a\nb'],
    ['controls of C1', '\u009b2J', '\\x9b2J'],
    ['text turned around', 'a\u202eb\u2066c\u200f', 'a\\u202eb\\u2066c\\u200f'],
    ['blanks without a width', 'a\u200bb\ufeff\u2060', 'a\\u200bb\\ufeff\\u2060'],
    ['separators of lines', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['half a character', 'a\ud800b', 'a\\ud800b'],
    ['tabs, line feeds, scripts and joined emoji', '\ta\nשלום 你好 👩‍💻', '\ta\nשלום 你好 👩‍💻'],
    ['what looks like HTML', '<b onclick="x">&amp;</b>', '<b onclick="x">&amp;</b>'],
  ];
  for (const [what, text, shown] of cases) it(what, () => assert.equal(visibleText(text), shown));

  it('changes nothing that is visible already', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const shown = visibleText(text);
        assert.equal(visibleText(shown), shown);
        assert.doesNotMatch(shown, /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
