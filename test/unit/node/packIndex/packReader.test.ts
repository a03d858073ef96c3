import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { indexOf, type PackIndex } from '../../../../src/core/pack/packIndex';
import { parsePack } from '../../../../src/core/pack/parsePack';
import { buildBundledPack } from '../../../../src/node/bundledPacks';
import { packDrillpack } from '../../../../src/node/drillpack/drillpack';
import { openPackSource } from '../../../../src/node/openPackSource';
import { IndexCache } from '../../../../src/node/packIndex/indexCache';
import { PackReader } from '../../../../src/node/packIndex/packReader';
import { goodPack } from '../drillpack/support/goodPack';

describe('the index of a pack', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'drills-index-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const at = (...parts: string[]): string => path.join(folder, ...parts);

  /** The good pack as authors have it, as the extension ships it, and as it travels. */
  const makers: Readonly<Record<string, () => Promise<string>>> = {
    'a folder': async () => {
      await cp('test/packs/good', at('good'), { recursive: true });
      return at('good');
    },
    'a built folder': async () => {
      await buildBundledPack('test/packs/good', at('built'));
      return at('built');
    },
    'an archive': async () => {
      const { pack, files } = await goodPack();
      await writeFile(at('good.drillpack'), packDrillpack(pack, files));
      return at('good.drillpack');
    },
  };
  const indexOfPlace = async (place: string, reader = new PackReader()): Promise<PackIndex> => {
    const { index } = await reader.index(place);
    assert.ok(index, `${place} has no index`);
    return index;
  };

  for (const [kind, make] of Object.entries(makers)) {
    it(`of ${kind} is what the whole pack says`, async () => {
      const place = await make();
      const { pack } = parsePack(await openPackSource(place));
      assert.ok(pack);
      assert.deepEqual(await indexOfPlace(place), indexOf(pack));
    });

    it(`leads to the exercises of ${kind}`, async () => {
      const place = await make();
      const { pack } = parsePack(await openPackSource(place));
      const reader = new PackReader();
      const index = await indexOfPlace(place, reader);
      assert.deepEqual(await reader.exercise(index, 'counter'), pack?.exercises[0]);
      await assert.rejects(reader.exercise(index, 'no-such'), { code: 'bad-pack' });
    });
  }

  it('is the same for a folder that was built and for an archive of it', async () => {
    const [folderOf, archive] = [await makers['a built folder']!(), await makers['an archive']!()];
    const [one, other] = [await indexOfPlace(folderOf), await indexOfPlace(archive)];
    // Suites of the one are compiled, those of the other are not.
    assert.deepEqual({ ...one, label: '', hash: '' }, { ...other, label: '', hash: '' });
  });

  it('of a built pack is there without a look at anything else', async () => {
    const place = await makers['a built folder']!();
    await rm(path.join(place, 'counter'), { recursive: true });
    await rm(path.join(place, 'pack.yaml'));
    assert.deepEqual(
      (await indexOfPlace(place)).exercises.map(({ title }) => title),
      ['Count what happens'],
    );
  });

  const spoilers: readonly (readonly [what: string, code: string, file: string, from: string, to: string])[] =
    [
      ['a changed text', 'wrong-hash', 'counter/question.md', 'counter', 'counters'],
      ['a changed pack.yaml', 'wrong-hash', 'pack.yaml', 'MIT', 'GPL'],
      ['a manifest with another title', 'bad-manifest', 'manifest.json', 'Count what', 'Learn what'],
      ['a manifest with another rule', 'bad-manifest', 'manifest.json', '"at":"after-pass"', '"at":"always"'],
      ['a manifest of another pack', 'bad-manifest', 'manifest.json', '"id": "good"', '"id": "better"'],
    ];
  for (const [what, code, file, from, to] of spoilers)
    it(`is held to what it says: ${what}`, async () => {
      const place = await makers['a built folder']!();
      const text = await readFile(path.join(place, file), 'utf8');
      assert.ok(text.includes(from), `${file} does not hold ${from}`);
      await writeFile(path.join(place, file), text.replace(from, to));
      const reader = new PackReader();
      const index = await indexOfPlace(place, reader);
      await assert.rejects(reader.exercise(index, 'counter'), { name: 'HumanError', code });
    });

  it('is not that of the pack which has taken its place', async () => {
    const place = await makers['an archive']!();
    const reader = new PackReader();
    const index = await indexOfPlace(place, reader);
    const { pack, files } = await goodPack();
    await writeFile(place, packDrillpack(pack, { ...files, 'counter/question.md': 'Another.' }));
    await assert.rejects(reader.exercise(index, 'counter'), { code: 'changed-pack' });
  });

  it('is taken from the files where a manifest is none of ours', async () => {
    const place = await makers['a folder']!();
    const before = await indexOfPlace(place);
    await writeFile(path.join(place, 'manifest.json'), '{"name":"my app","version":"1.0.0"}');
    assert.deepEqual(await indexOfPlace(place), before);
  });

  it('cannot be had of what is not there, or is no pack', async () => {
    await writeFile(at('x.drillpack'), 'x');
    const codes = ['none.drillpack', 'x.drillpack', 'none'].map(name =>
      new PackReader().index(at(name)).then(
        () => 'read',
        (error: unknown) => (error as { code: string }).code,
      ),
    );
    assert.deepEqual(await Promise.all(codes), ['no-pack', 'bad-archive', 'no-pack']);
  });

  describe('in the cache', () => {
    const cacheFile = () => at('cache', 'packs.index');
    const readWith = async (place: string): Promise<{ index: PackIndex; cache: IndexCache }> => {
      const cache = await IndexCache.open(cacheFile());
      const index = await indexOfPlace(place, new PackReader(cache));
      await cache.save();
      return { index, cache };
    };

    it('is found again without the pack being read', async () => {
      const place = await makers['an archive']!();
      const { index } = await readWith(place);
      const cache = await IndexCache.open(cacheFile());
      const stats = await stat(place);
      const stamp = { size: stats.size, modified: stats.mtimeMs, inode: stats.ino };
      assert.deepEqual(cache.get(place, stamp), index);
      assert.equal(cache.get(place, { ...stamp, size: stamp.size + 1 }), undefined);
      assert.equal(cache.get(place, { ...stamp, modified: stamp.modified + 1 }), undefined);
      assert.equal(cache.get(place, { ...stamp, inode: stamp.inode + 1 }), undefined);
      assert.equal(cache.get(`${place}x`, stamp), undefined);
    });

    it('leads to the exercise as the one that was read does', async () => {
      const place = await makers['an archive']!();
      await readWith(place);
      const reader = new PackReader(await IndexCache.open(cacheFile()));
      const exercise = await reader.exercise(await indexOfPlace(place, reader), 'counter');
      assert.equal(exercise.title, 'Count what happens');
    });

    it('is read anew when the pack is another', async () => {
      const place = await makers['an archive']!();
      await readWith(place);
      const { pack, files } = await goodPack();
      const renamed = { ...pack, title: 'A better one' };
      await writeFile(place, packDrillpack(renamed, files));
      await utimes(place, 1, 1);
      assert.equal((await readWith(place)).index.title, 'A better one');
    });

    it('is written once, all at once, and only when there is something new', async () => {
      const place = await makers['an archive']!();
      const { cache } = await readWith(place);
      await rm(cacheFile());
      await cache.save();
      await assert.rejects(readFile(cacheFile()), { code: 'ENOENT' });
      assert.deepEqual(await readdir(at('cache')), []);
    });

    const damages: readonly (readonly [string, (text: string) => string | Uint8Array])[] = [
      ['is empty', () => ''],
      ['ends in the middle', text => text.slice(0, text.length / 2)],
      ['has a flipped character', text => text.replace('Count what', 'Count whas')],
      ['is not text', () => Buffer.from([0, 255, 1, 254])],
      ['is of another version', text => resealed(text.replace('"format":1', '"format":0'))],
      ['holds no index', text => resealed(text.replace(/"exercises":/g, '"others":'))],
      ['holds a list', () => resealed('x\n[]')],
      ['is not JSON', () => resealed('x\n{')],
    ];
    for (const [what, damage] of damages)
      it(`counts as empty when it ${what}, and is made again`, async () => {
        const place = await makers['an archive']!();
        const { index } = await readWith(place);
        const whole = await readFile(cacheFile(), 'utf8');
        await writeFile(cacheFile(), damage(whole));
        assert.deepEqual((await readWith(place)).index, index);
        assert.equal(await readFile(cacheFile(), 'utf8'), whole);
      });

    it('may be in nobody else’s way: a folder in its place is an error of the disk', async () => {
      const place = await makers['an archive']!();
      await mkdir(path.join(cacheFile(), 'in-the-way'), { recursive: true });
      const cache = await IndexCache.open(cacheFile());
      await indexOfPlace(place, new PackReader(cache));
      await assert.rejects(cache.save());
      assert.deepEqual(await readdir(at('cache')), ['packs.index']);
    });
  });
});

/** With the hash that belongs to it: what a newer or older version might have written. */
function resealed(text: string): string {
  const content = text.slice(text.indexOf('\n') + 1);
  return `${createHash('sha256').update(content).digest('hex')}\n${content}`;
}
