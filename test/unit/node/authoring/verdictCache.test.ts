import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VerdictCache } from '../../../../src/node/authoring/verdictCache';
import { verified } from '../../core/support/verdicts';

describe('the verdicts of a user', () => {
  let folder: string;
  let cache: VerdictCache;
  before(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'drills-verdicts-')), 'verdicts');
    cache = new VerdictCache(folder);
  });
  after(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  const { unchanged: _, runs: __, durationMs: ___, ...verdict } = verified();
  const fileOf = (key: string): string => path.join(folder, `${key}.verdict.json`);

  it('are found by their key, as they were kept', async () => {
    assert.equal(await cache.find('a'), undefined);
    await cache.keep('a', verdict);
    assert.deepEqual(await cache.find('a'), verdict);
    assert.deepEqual(readdirSync(folder), ['a.verdict.json']);
  });

  const spoilt: [how: string, change: (text: string) => string][] = [
    ['changed', text => text.replace('"ok":true', '"ok":false')],
    ['cut off', text => text.slice(0, -20)],
    ['empty', () => ''],
    ['something else', () => 'null'],
  ];
  for (const [how, change] of spoilt)
    it(`are none when the file is ${how}`, async () => {
      await cache.keep('b', verdict);
      writeFileSync(fileOf('b'), change(readFileSync(fileOf('b'), 'utf8')));
      assert.equal(await cache.find('b'), undefined);
    });

  it('are none under the name of another key', async () => {
    await cache.keep('c', verdict);
    writeFileSync(fileOf('d'), readFileSync(fileOf('c')));
    assert.equal(await cache.find('d'), undefined);
  });

  it('are forgotten when nobody has asked for a month', async () => {
    await cache.keep('old', verdict);
    await cache.keep('used', verdict);
    const longAgo = new Date('2020-01-01T00:00:00Z');
    for (const key of ['old', 'used']) utimesSync(fileOf(key), longAgo, longAgo);
    assert.deepEqual(await cache.find('used'), verdict);
    await cache.tidy(Date.now());
    assert.deepEqual([existsSync(fileOf('old')), existsSync(fileOf('used'))], [false, true]);
  });

  it('cannot be kept where nothing can be written, which is no failure', async () => {
    writeFileSync(path.join(path.dirname(folder), 'file'), '');
    const nowhere = new VerdictCache(path.join(path.dirname(folder), 'file', 'verdicts'));
    await nowhere.keep('a', verdict);
    await nowhere.tidy(Date.now());
    assert.equal(await nowhere.find('a'), undefined);
  });
});
