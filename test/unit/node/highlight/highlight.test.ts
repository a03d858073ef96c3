import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { highlight } from '../../../../src/node/highlight/highlighter';
import { HighlightThread } from '../../../../src/node/highlight/highlightThread';
import type { ReadTheme } from '../../../../src/node/highlight/readTheme';

const theme: ReadTheme = {
  name: 'test',
  isDark: true,
  rules: [
    { scope: ['comment'], settings: { foreground: '#6A9955', fontStyle: 'italic' } },
    { scope: ['keyword', 'storage.type'], settings: { foreground: '#569CD6' } },
    { scope: ['string'], settings: { foreground: '#CE9178' } },
    { scope: ['entity.name.tag'], settings: { foreground: '#aabbcc' } },
  ],
};

/** Each coloured piece of the code. */
const pieces = (language: string, code: string): readonly string[] => {
  let at = 0;
  return (highlight(theme, language, code) ?? []).flatMap(({ length, colour }) => {
    const piece = code.slice(at, (at += length));
    return colour === null ? [] : [`${piece} ${colour}`];
  });
};

describe('code', function () {
  this.timeout(30_000); // grammars are made ready by the first check that uses them

  it('has the colours of the theme', () => {
    assert.deepEqual(highlight(theme, 'ts', 'const a = 1; // one\n'), [
      { length: 5, colour: '#569CD6', style: 0 },
      { length: 3, colour: null, style: 0 },
      { length: 1, colour: '#569CD6', style: 0 },
      { length: 4, colour: null, style: 0 },
      { length: 6, colour: '#6A9955', style: 1 },
      { length: 1, colour: null, style: 0 },
    ]);
    assert.deepEqual(
      [
        pieces('javascript', 'return "a";'),
        pieces('json', '[1] // no'),
        pieces('yaml', 'a: b # c'),
        pieces('sql', "select 'a'"),
        pieces('bash', '# a\necho b'),
      ],
      [
        ['return #569CD6', '"a" #CE9178'],
        ['// no #6A9955'],
        ['a #AABBCC', 'b #CE9178', '# c #6A9955'],
        ['select #569CD6', "'a' #CE9178"],
        ['# a #6A9955'],
      ],
    );
  });

  it('stays plain in a language that nobody shows, and when there is too much of it', () =>
    assert.deepEqual(
      ['text', 'cobol', '', 'constructor']
        .map(language => highlight(theme, language, 'a'))
        .concat([highlight(theme, 'ts', ';'.repeat(20_001))]),
      [null, null, null, null, null],
    ));

  it('is the same code afterwards', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ts', 'json', 'sql', 'yaml', 'bash'),
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc
            .array(
              fc.constantFrom(
                'const a',
                "'",
                '`${',
                '/*',
                '\n',
                '\r\n',
                '\r',
                ' <T>',
                '{',
                '"',
                '// x',
                '- a: ',
                '😀',
                '\t',
              ),
            )
            .map(all => all.join('')),
        ),
        (language, code) => {
          const tokens = highlight(theme, language, code) ?? [];
          assert.equal(
            tokens.reduce((sum, { length }) => sum + length, 0),
            code.length,
          );
          assert.ok(tokens.every(({ length }) => length >= 0));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the thread that colours code', function () {
  this.timeout(30_000);
  const blocks = [
    { language: 'ts', code: 'let a' },
    { language: 'none', code: 'b' },
  ];
  let thread: HighlightThread | undefined;
  afterEach(() => thread?.dispose());

  it('answers in order, for each block', async () => {
    thread = new HighlightThread(path.resolve('dist', 'highlight.js'));
    const [first, second] = await Promise.all([
      thread.ask({ theme, blocks }),
      thread.ask({ theme, blocks: blocks.slice(0, 1) }),
    ]);
    const coloured = highlight(theme, 'ts', 'let a');
    assert.deepEqual([first, second], [[coloured, null], [coloured]]);
    assert.deepEqual(await thread.ask({ theme, blocks }), [coloured, null]);
  });

  it('is left behind when it does not come to an end, and begun anew', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'highlight-'));
    const file = path.join(folder, 'thread.js');
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', ({ blocks }) => {
         if (blocks[0].code === 'for ever') for (;;);
         if (blocks[0].code === 'crash') throw new Error('crash');
         parentPort.postMessage(blocks.map(() => []));
       });`,
    );
    const colours = new HighlightThread(file, { answer: 2_000, idle: 60_000 });
    thread = colours;
    const asked = ['for ever', 'crash', 'fine'].map(code =>
      colours.ask({ theme, blocks: [{ language: 'ts', code }] }),
    );
    assert.deepEqual(await Promise.all(asked), [[null], [null], [[]]]);
    rmSync(folder, { recursive: true });
  });
});
