import assert from 'node:assert/strict';
import { tokens } from '../../../src/webview/highlight';

const kinds = (source: string) =>
  tokens(source)
    .filter(token => token.kind !== 'plain')
    .map(token => `${token.kind} ${token.text}`);

describe('colours of code', () => {
  it('finds keywords, types, strings, numbers and comments', () => {
    assert.deepEqual(kinds("export const a: Map = new Map('x', 60_000); // 1 minute\n/* two\nlines */"), [
      'keyword export',
      'keyword const',
      'type Map',
      'keyword new',
      'type Map',
      "string 'x'",
      'number 60_000',
      'comment // 1 minute',
      'comment /* two\nlines */',
    ]);
  });

  it('sees no keyword in a string or a longer name', () => {
    assert.deepEqual(kinds('format(`if ${x}`, "it\\"s new", newest)'), [
      'string `if ${x}`',
      'string "it\\"s new"',
    ]);
  });

  it('loses nothing of the text, whatever it is', () => {
    for (const source of ['', "it's", '`', '/* open', '"', "'\n'", 'ünïcödé // ✓', '\\', '1.2.3n'])
      assert.equal(
        tokens(source)
          .map(token => token.text)
          .join(''),
        source,
      );
  });
});
