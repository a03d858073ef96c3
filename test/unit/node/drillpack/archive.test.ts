import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readArchive, writeArchive } from '../../../../src/node/drillpack/archive';
import { archiveLimits } from '../../../../src/node/drillpack/archiveLimits';
import { rawZip, unix, type RawArchive, type RawEntry } from './support/rawZip';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const small = { archiveBytes: 50_000, files: 5, fileBytes: 1_000, totalBytes: 3_000 };

/** What is wrong, and the code of the refusal. Most limits are small, so that nothing large has to be made. */
const hostile: readonly (readonly [string, string, readonly RawEntry[] | Buffer, RawArchive?])[] = [
  ['an empty file', 'bad-archive', Buffer.alloc(0)],
  ['one byte', 'bad-archive', Buffer.from('P')],
  ['text', 'bad-archive', Buffer.from('This is not an archive. '.repeat(20))],
  ['a gzip file', 'bad-archive', Buffer.from('1f8b0800000000000003', 'hex')],
  ['a 7z file', 'bad-archive', Buffer.from('377abcaf271c0004', 'hex')],
  ['more bytes than are read', 'archive-too-large', Buffer.alloc(small.archiveBytes + 1)],
  ['a cut-off archive', 'bad-archive', rawZip([{ name: 'a', content: 'x'.repeat(100) }]).subarray(0, 60)],
  ['only an end record', 'bad-archive', rawZip([], { count: 3 })],
  ['a directory that is elsewhere', 'bad-archive', [{ name: 'a' }], { directoryOffset: 7 }],
  ['a directory behind the end', 'bad-archive', [{ name: 'a' }], { directoryOffset: 0xffff_fff0 }],
  ['more entries than there are', 'bad-archive', [{ name: 'a' }], { count: 9 }],
  ['65,535 claimed entries', 'bad-archive', [{ name: 'a' }], { count: 0xffff }],
  ['one file too many', 'too-many-files', ['a', 'b', 'c', 'd', 'e', 'f'].map(name => ({ name }))],
  ['a file that is too large', 'file-too-large', [{ name: 'a', content: 'x'.repeat(1_001) }]],
  [
    'files that are too large together',
    'file-too-large',
    ['a', 'b', 'c', 'd'].map(name => ({ name, content: 'x'.repeat(900) })),
  ],
  ['a bomb that says how large it is', 'file-too-large', [{ name: 'a', content: Buffer.alloc(5_000_000) }]],
  ['a bomb that lies', 'bad-archive', [{ name: 'a', content: Buffer.alloc(5_000_000), size: 10 }]],
  ['a bomb that says it is empty', 'bad-archive', [{ name: 'a', content: Buffer.alloc(5_000_000), size: 0 }]],
  ['a stored file with two sizes', 'bad-archive', [{ name: 'a', content: 'xy', method: 0, size: 3 }]],
  ['a size larger than the content', 'bad-archive', [{ name: 'a', content: 'xy', size: 30 }]],
  ['a packed size behind the end', 'overlapping-files', [{ name: 'a', packedSize: 60_000 }]],
  [
    'files that share their bytes',
    'overlapping-files',
    [
      { name: 'a', content: randomText(900) },
      ...['b', 'c', 'd'].map(name => ({ name, content: randomText(900), offsetOf: 0 })),
    ],
  ],
  ['a folder above', 'bad-archive', [{ name: '../a' }]],
  ['a folder far above', 'bad-archive', [{ name: 'a/../../../../etc/passwd' }]],
  ['a folder above, at the end', 'bad-archive', [{ name: 'a/..' }]],
  ['an absolute path', 'bad-archive', [{ name: '/etc/passwd' }]],
  ['a drive', 'bad-archive', [{ name: 'C:/windows' }]],
  ['a drive and a relative path', 'bad-archive', [{ name: 'C:windows' }]],
  ['a backslash', 'bad-archive', [{ name: '..\\a' }]],
  ['a network path', 'bad-archive', [{ name: '//server/share' }]],
  ['a dot', 'bad-path', [{ name: '.' }]],
  ['a hidden file', 'bad-path', [{ name: '.git/hooks' }]],
  ['a hidden file further down', 'bad-path', [{ name: 'a/.vscode/tasks.json' }]],
  ['an empty name', 'bad-path', [{ name: '' }]],
  ['an empty part', 'bad-path', [{ name: 'a//b' }]],
  ['a folder', 'bad-path', [{ name: 'a/' }]],
  ['NUL', 'bad-path', [{ name: 'a\0.yaml' }]],
  ['a line end', 'bad-path', [{ name: 'a\nb' }]],
  ['a blank', 'bad-path', [{ name: 'a b' }]],
  ['an escape sequence', 'bad-path', [{ name: 'a\u001b[31mb' }]],
  ['a direction mark', 'bad-path', [{ name: 'a\u202ecod.exe' }]],
  ['an alternate stream', 'bad-path', [{ name: 'a.yaml:stream' }]],
  ['a dot at the end', 'bad-path', [{ name: 'a.' }]],
  ['a blank at the end', 'bad-path', [{ name: 'a ' }]],
  ['a device', 'bad-path', [{ name: 'CON' }]],
  ['a device with an extension', 'bad-path', [{ name: 'nul.txt' }]],
  ['a device further down', 'bad-path', [{ name: 'a/Com1.md' }]],
  ['a printer', 'bad-path', [{ name: 'lpt9' }]],
  ['a wildcard', 'bad-path', [{ name: 'a*' }]],
  ['a pipe', 'bad-path', [{ name: 'a|b' }]],
  ['a quotation mark', 'bad-path', [{ name: 'a"b' }]],
  ['a name that is too long', 'bad-path', [{ name: 'a'.repeat(201) }]],
  ['letters that are not ASCII', 'bad-path', [{ name: 'ä.md' }]],
  ['letters that look alike', 'bad-path', [{ name: 'p\u0430ck.yaml' }]],
  ['bytes that are not UTF-8', 'bad-path', [{ name: Buffer.from([0xff, 0xfe, 0x41]) }]],
  ['one name twice', 'duplicate-file', [{ name: 'a' }, { name: 'a' }]],
  ['names that differ in case', 'colliding-names', [{ name: 'a.md' }, { name: 'A.md' }]],
  ['folders that differ in case', 'colliding-names', [{ name: 'a/x' }, { name: 'A/y' }]],
  ['a file that is a folder', 'colliding-names', [{ name: 'a' }, { name: 'a/b' }]],
  ['a folder that is a file', 'colliding-names', [{ name: 'a/b' }, { name: 'a' }]],
  ['a file that is a folder in capitals', 'colliding-names', [{ name: 'A' }, { name: 'a/b' }]],
  ['a symbolic link', 'link', [{ name: 'a', content: '/etc/passwd', ...unix(0o120777) }]],
  ['a link to a folder', 'link', [{ name: 'a', content: '..', ...unix(0o120755) }]],
  ['a folder without its slash', 'link', [{ name: 'a', ...unix(0o040755) }]],
  ['a named pipe', 'link', [{ name: 'a', ...unix(0o010644) }]],
  ['a block device', 'link', [{ name: 'a', ...unix(0o060644) }]],
  ['a character device', 'link', [{ name: 'a', ...unix(0o020644) }]],
  ['a socket', 'link', [{ name: 'a', ...unix(0o140644) }]],
  ['encryption', 'encrypted', [{ name: 'a', flags: 0x801 }]],
  ['strong encryption', 'bad-archive', [{ name: 'a', flags: 0x841 }]],
  ['another compression', 'unknown-compression', [{ name: 'a', method: 12 }]],
  ['deflate64', 'unknown-compression', [{ name: 'a', method: 9 }]],
  ['an extra field without an end', 'bad-archive', [{ name: 'a', extra: Buffer.from([1, 0, 255, 255, 0]) }]],
  ['a false Zip64 size', 'file-too-large', [{ name: 'a', size: 0xffff_ffff }]],
];

function randomText(length: number): Buffer {
  let state = 1;
  return Buffer.from(Array.from({ length }, () => (state = (state * 48_271) % 0x7fff_ffff) & 0xff));
}

describe('an archive', () => {
  it('gives back what went in, in order of the names', async () => {
    const files = new Map([
      ['b/c.md', Buffer.from('ü')],
      ['a.yaml', Buffer.from('a')],
      ['Z', Buffer.alloc(0)],
    ]);
    const read = await readArchive(writeArchive(files));
    assert.deepEqual(read.ok && [...read.files].map(([name, bytes]) => [name, text(bytes)]), [
      ['Z', ''],
      ['a.yaml', 'a'],
      ['b/c.md', 'ü'],
    ]);
  });

  it('takes stored and compressed files of other tools', async () => {
    const bytes = rawZip(
      [
        { name: 'a', content: 'stored', method: 0 },
        { name: 'b/c', content: 'packed', ...unix(0o100644) },
      ],
      { comment: Buffer.from('by hand') },
    );
    const read = await readArchive(bytes, small);
    assert.deepEqual(read.ok && [...read.files].map(([name, content]) => [name, text(content)]), [
      ['a', 'stored'],
      ['b/c', 'packed'],
    ]);
  });

  it('has the same bytes whatever the order, the time and the time zone', () => {
    const zone = process.env['TZ'];
    try {
      const made = ['UTC', 'Pacific/Auckland', 'America/St_Johns'].map(name => {
        process.env['TZ'] = name;
        const files = [['a', Buffer.from('1')] as const, ['b', Buffer.from('2')] as const];
        return Buffer.from(writeArchive(new Map(name === 'UTC' ? files : files.reverse()))).toString('hex');
      });
      assert.equal(new Set(made).size, 1);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  for (const [what, code, content, archive] of hostile) {
    it(`is refused for ${what}`, async () => {
      const bytes = Buffer.isBuffer(content) ? content : rawZip(content, archive);
      const read = await readArchive(bytes, small);
      assert.equal(read.ok ? `taken: ${[...read.files.keys()].join()}` : read.code, code);
      if (!read.ok) assert.match(read.message, /^[^\p{C}]{10,300}\.$/u);
    });
  }

  it('never does harm, whatever is done to its bytes', async function () {
    this.timeout(110_000);
    const good = Buffer.from(
      writeArchive(
        new Map(['a', 'b', 'c', 'd'].map((name, i) => [name, Buffer.from(name.repeat(1 + i * 200))])),
      ),
    );
    const change = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), at: fc.nat(good.length - 1), to: fc.nat(255) }),
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat(good.length - 1), to: fc.nat(64) }),
      fc.record({
        kind: fc.constant('copy' as const),
        at: fc.nat(good.length - 1),
        to: fc.nat(good.length - 1),
      }),
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async changes => {
        let bytes = Buffer.from(good);
        for (const { kind, at, to } of changes) {
          if (kind === 'set' && at < bytes.length) bytes[at] = to;
          if (kind === 'cut') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + to)]);
          if (kind === 'copy' && at < bytes.length) bytes.copy(bytes, to, at, at + 32);
        }
        const read = await readArchive(bytes, archiveLimits);
        if (!read.ok) return;
        taken++;
        const total = [...read.files.values()].reduce((sum, file) => sum + file.length, 0);
        assert.ok(read.files.size <= 8 && total <= 20_000);
      }),
      { numRuns: 10_000, seed: 7 },
    );
    // Some changes touch nothing that matters, a date for one; most must be noticed.
    assert.ok(taken < 5_000, `${taken} of 10,000 changed archives were taken`);
  });
});
