import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HumanError } from '../../../src/core/errors';
import { formatProblem } from '../../../src/core/pack/problem';
import { packLimits, readPack } from '../../../src/node/packFiles';

describe('reading the folder of a pack', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'drills-pack-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = async (name: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  };
  const contents = async (): Promise<Record<string, string | undefined>> => {
    const source = await readPack(folder);
    return Object.fromEntries(source.list().map(name => [name, source.read(name)]));
  };

  it('takes every text, sorted by name', async () => {
    await write('pack.yaml', 'b');
    await write('Z.md', 'z');
    await write('a/tests/x.ts', 'x');
    await write('a-b.md', 'ü');
    assert.deepEqual(Object.entries(await contents()), [
      ['Z.md', 'z'],
      ['a-b.md', 'ü'],
      ['a/tests/x.ts', 'x'],
      ['pack.yaml', 'b'],
    ]);
  });

  it('leaves out what is no part of a pack', async () => {
    await write('pack.yaml', '');
    await write('.git/config', '');
    await write('.DS_Store', '\0');
    await write('node_modules/a/index.js', '');
    assert.deepEqual(Object.keys(await contents()), ['pack.yaml']);
  });

  it('gives one hash for one content, whatever the line ends and the order of writing', async () => {
    await write('b.md', 'one\ntwo\n');
    await write('a.md', 'x');
    const { hash } = await readPack(folder);
    // sha256 of "a.md\0" + sha256 of "x" + "\0b.md\0" + sha256 of "one\ntwo\n" + "\0"
    assert.equal(hash, 'ec8dc76dd6441b1940d3ddd193fe5b8403734d9334bf36da27833ed3025a617f');
    await write('b.md', '\ufeffone\r\ntwo\r\n');
    assert.equal((await readPack(folder)).hash, hash);
    await write('b.md', 'one\ntwo');
    assert.notEqual((await readPack(folder)).hash, hash);
  });

  it('does not follow links', async function () {
    await write('pack.yaml', '');
    await symlink('/etc/passwd', path.join(folder, 'secret.md'));
    await symlink(tmpdir(), path.join(folder, 'elsewhere'));
    const source = await readPack(folder);
    assert.deepEqual(source.list(), ['pack.yaml']);
    assert.deepEqual(source.problems.map(formatProblem), [
      'elsewhere:1:1: error: This is a link or a device, not a file. Replace it by a copy. [link]',
      'secret.md:1:1: error: This is a link or a device, not a file. Replace it by a copy. [link]',
    ]);
  });

  it('names files that are too large, not text, or cannot be called so everywhere', async () => {
    await write('big.md', 'x'.repeat(packLimits.fileBytes + 1));
    await write('full.md', 'x'.repeat(packLimits.fileBytes));
    await write('image.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff]));
    await write('zero.md', 'a\0b');
    await write('con.md', '');
    await write('a b.md', '');
    const source = await readPack(folder);
    assert.deepEqual(source.list(), ['full.md']);
    assert.deepEqual(
      source.problems.map(({ file, code }) => [file, code]),
      [
        ['a b.md', 'bad-path'],
        ['big.md', 'file-too-large'],
        ['con.md', 'bad-path'],
        ['image.png', 'not-text'],
        ['zero.md', 'not-text'],
      ],
    );
  });

  it('stops at a folder that is too large to be a pack', async () => {
    for (let i = 0; i <= packLimits.totalBytes / packLimits.fileBytes; i++)
      await write(`${i}.md`, 'x'.repeat(packLimits.fileBytes));
    await assert.rejects(
      readPack(folder),
      isHuman('pack-too-large', /holds more than 20 MB. Is this the right folder\?$/),
    );
  });

  it('stops at folders below one another without end', async () => {
    await write(`${'a/'.repeat(packLimits.depth + 1)}x.md`, '');
    await assert.rejects(readPack(folder), isHuman('pack-too-large', /more than 8 levels deep/));
  });

  it('says when there is no folder', async () => {
    await assert.rejects(
      readPack(path.join(folder, 'nothing')),
      isHuman('no-pack', /there is no such folder\.$/),
    );
    await write('file', '');
    await assert.rejects(readPack(path.join(folder, 'file')), isHuman('no-pack', /it is not a folder\.$/));
  });
});

const isHuman = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof HumanError);
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};
