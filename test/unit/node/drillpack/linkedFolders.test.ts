import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LinkedFolders } from '../../../../src/node/drillpack/linkedFolders';

describe('folders that are used in place', () => {
  let scratch: string;
  let folders: LinkedFolders;
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'drills-folders-'));
    folders = new LinkedFolders(path.join(scratch, 'packs', 'folders'));
  });
  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it('are remembered once, until they are removed', async () => {
    assert.deepEqual(await folders.all(), []);
    const [one, two] = [path.join(scratch, 'one'), path.join(scratch, 'two')];
    await folders.add(two);
    await folders.add(one);
    await folders.add(`${one}${path.sep}`);
    assert.deepEqual(await folders.all(), [one, two]);
    await folders.remove(one);
    await folders.remove(one);
    assert.deepEqual(await folders.all(), [two]);
  });

  it('are not taken from damaged notes', async () => {
    await folders.add(path.join(scratch, 'one'));
    const [note] = await readdir(folders.folder);
    for (const text of [
      '',
      'null',
      '{"format":1}',
      '{"format":1,"folder":"relative"}',
      '{"format":2,"folder":"/x"}',
    ]) {
      await writeFile(path.join(folders.folder, note!), text);
      assert.deepEqual(await folders.all(), []);
    }
  });
});
