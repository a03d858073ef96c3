import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parsePack } from '../../../src/core/pack/parsePack';
import { formatProblem } from '../../../src/core/pack/problem';
import { memorySource } from '../../../src/core/pack/source';
import { readPack } from '../../../src/node/packFiles';
import { decodeText } from '../../../src/node/textFile';
import { counter, goodFiles } from '../core/support/packs';

/** Names that a file system may hold and nobody should be handed. Windows takes few of them. */
const hostileNames: readonly (readonly [what: string, name: string | Buffer])[] = [
  ['a line end', 'a\nb.md'],
  ['an escape sequence', '\u001b[31mred.md'],
  ['a bell', 'a\u0007.md'],
  ['writing turned around', 'a\u202edm.exe'],
  ['a blank without a width', 'a\u200b.md'],
  ['255 bytes', `${'a'.repeat(252)}.md`],
  ['a dash at the beginning', '-rf'],
  ['an option', '--help.md'],
  ['a dot at the end', 'a.'],
  ['a blank at the end', 'a.md '],
  ['a blank at the beginning', ' a.md'],
  ['a device', 'con'],
  ['a device with an ending', 'NUL.md'],
  ['a colon', 'a.md:stream'],
  ['a backslash', 'a\\b.md'],
  ['a wildcard', '*.md'],
  ['a quotation mark', '"a".md'],
  ['a dollar', '$HOME.md'],
  ['back quotes', '`id`.md'],
  ['letters that look alike', 'p\u0430ck.yaml'],
  ['letters beyond ASCII', 'ä.md'],
  ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x6d, 0x64])],
];

const isPosix = process.platform !== 'win32';

describe('a hostile folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-hostile-'));
    for (const [name, text] of Object.entries(goodFiles)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  if (isPosix)
    for (const [what, name] of hostileNames)
      it(`may hold a file whose name is or has ${what}, which is left out and named on one line`, async () => {
        writeFileSync(Buffer.concat([Buffer.from(`${folder}/counter/`), Buffer.from(name)]), 'x');
        const source = await readPack(folder);
        assert.deepEqual(source.list(), Object.keys(goodFiles).sort());
        const { pack, problems } = parsePack(source);
        assert.deepEqual(
          problems.map(({ code }) => code),
          ['bad-path'],
        );
        for (const problem of problems)
          assert.match(formatProblem(problem), /^[^\p{Cc}\p{Cs}\u200b\u202e]+$/u);
        assert.deepEqual(pack?.exercises, [counter()]);
      });

  it('is read as far as it can be, whatever is done to the bytes of one exercise', () => {
    const spoilt = Object.keys(goodFiles).filter(name => name.startsWith('counter/'));
    const change = fc.record({
      file: fc.constantFrom(...spoilt.map(name => name.replace('counter/', 'spoilt/'))),
      at: fc.nat(2_000),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 6 }),
        fc.constantFrom(
          ...['&a ', '*a', '!!', '{', '[', '\n- ', ': ', '"', '%', '\0', '---\n', '<<: '].map(text =>
            Buffer.from(text),
          ),
        ),
      ),
      cut: fc.nat(40),
    });
    const base = {
      ...goodFiles,
      'pack.yaml': goodFiles['pack.yaml']!.replace('[counter]', '[spoilt, counter]'),
      ...Object.fromEntries(spoilt.map(name => [name.replace('counter/', 'spoilt/'), goodFiles[name]!])),
    };
    let kept = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        const files: Record<string, string> = { ...base };
        for (const { file, at, bytes, cut } of changes) {
          const before = Buffer.from(files[file] ?? '');
          const after = Buffer.concat([before.subarray(0, at), bytes, before.subarray(at + cut)]);
          const text = decodeText(after);
          if (text === undefined)
            delete files[file]; // the reader leaves out what is not text
          else files[file] = text;
        }
        const { pack, problems } = parsePack(memorySource('spoilt', files));
        assert.deepEqual(pack?.exercises.at(-1), counter());
        for (const { file, line, column } of problems)
          assert.ok(!file.startsWith('counter/') && line > 0 && column > 0, file);
        const broken = problems.some(
          ({ file, severity }) => file.startsWith('spoilt/') && severity === 'error',
        );
        if (!broken) kept++;
      }),
      { numRuns: 250, seed: 11 },
    );
    assert.ok(kept < 250, 'nothing that was done mattered');
  });
});
