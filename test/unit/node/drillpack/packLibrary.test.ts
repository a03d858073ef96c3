import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pack } from '../../../../src/core/exercise';
import { knownSigners } from '../../../../src/core/pack/installDecision';
import { packDrillpack } from '../../../../src/node/drillpack/drillpack';
import { PackLibrary } from '../../../../src/node/drillpack/packLibrary';
import { generateKeys } from '../../../../src/node/drillpack/signing';
import { goodPack } from './support/goodPack';

const school = { ...generateKeys(), name: 'Backend School' };
const other = { ...generateKeys(), name: 'Another School' };
const impostor = { ...generateKeys(), name: 'backend school' };
type Key = typeof school;
const signerOf = ({ name, publicKey }: Key) => ({ name, publicKey });

describe('the library of installed packs', () => {
  let folder: string;
  let library: PackLibrary;
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'drills-library-')), 'packs');
    library = new PackLibrary(folder, () => 1_000);
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

  /** The good pack with this header, as bytes. */
  async function built(
    header: Partial<Pick<Pack, 'id' | 'title' | 'version'>>,
    key?: Key,
  ): Promise<Uint8Array> {
    const { pack, files } = await goodPack();
    let yaml = files['pack.yaml']!;
    for (const [name, value] of Object.entries(header))
      yaml = yaml.replace(new RegExp(`^${name}: .*$`, 'm'), `${name}: ${value}`);
    return packDrillpack({ ...pack, ...header }, { ...files, 'pack.yaml': yaml }, key);
  }
  async function install(
    header: Partial<Pick<Pack, 'id' | 'title' | 'version'>>,
    key?: Key,
  ): Promise<string> {
    const offer = await library.offer(await built(header, key), 'here.drillpack');
    await library.install(offer);
    return offer.decision.kind;
  }
  const decisionFor = async (...args: Parameters<typeof built>) =>
    (await library.offer(await built(...args), 'here.drillpack')).decision;

  it('is empty at first', async () => {
    assert.deepEqual([await library.remembered(), await library.archives()], [[], []]);
  });

  it('remembers what was installed', async () => {
    assert.equal(await install({ id: 'one', title: 'One', version: '1.2.0' }, school), 'install');
    const [pack] = await library.remembered();
    assert.deepEqual(
      { ...pack, hash: pack?.hash.length },
      {
        ...{ id: 'one', title: 'One', version: '1.2.0', hash: 64, origin: 'here.drillpack' },
        ...{ signer: signerOf(school), installedAt: 1_000, present: true },
        ...{ knownSince: 1_000, forgotten: false },
      },
    );
    assert.deepEqual(await library.archives(), [path.join(folder, 'one.drillpack')]);
    assert.deepEqual((await readdir(folder)).sort(), ['one.drillpack', 'one.json']);
  });

  it('trusts at first use', async () => {
    assert.deepEqual(await decisionFor({ id: 'one' }), { kind: 'install', standing: { kind: 'unsigned' } });
    assert.deepEqual(await decisionFor({ id: 'one' }, school), {
      kind: 'install',
      standing: { kind: 'first-seen', signer: signerOf(school), namesake: null },
    });
    await install({ id: 'one' }, school);
    assert.deepEqual(await decisionFor({ id: 'two' }, school), {
      kind: 'install',
      standing: {
        ...{ kind: 'known', signer: signerOf(school), since: 1_000 },
        packs: await library.remembered(),
      },
    });
  });

  it('remembers since when a signer is known, through updates', async () => {
    let now = 1_000;
    library = new PackLibrary(folder, () => now);
    await install({ id: 'one', version: '1.0.0' }, school);
    now = 2_000;
    await install({ id: 'one', version: '2.0.0' }, school);
    await install({ id: 'two' }, school);
    await install({ id: 'three' }, other);
    assert.deepEqual(
      knownSigners(await library.remembered()).map(({ signer, since, packs }) => [
        signer.name,
        since,
        packs.map(({ id, version }) => `${id} ${version}`),
      ]),
      [
        ['Another School', 2_000, ['three 1.2.3']],
        ['Backend School', 1_000, ['one 2.0.0', 'two 1.2.3']],
      ],
    );
  });

  it('forgets a signer, whose packs stay and may then come from another', async () => {
    await install({ id: 'one', version: '1.0.0' }, school);
    await install({ id: 'two' }, other);
    assert.deepEqual(
      [await library.forget(school.publicKey), await library.forget(school.publicKey)],
      [true, false],
    );
    assert.deepEqual(
      (await library.remembered()).map(({ id, present, forgotten }) => [id, present, forgotten]),
      [
        ['one', true, true],
        ['two', true, false],
      ],
    );
    const standing = { kind: 'first-seen', signer: signerOf(impostor), namesake: null };
    assert.deepEqual(await decisionFor({ id: 'one', version: '1.1.0' }, impostor), {
      ...{ kind: 'update', from: '1.0.0', standing },
    });
    // The same signer has to be trusted anew.
    assert.equal((await decisionFor({ id: 'one', version: '1.0.0' }, school)).kind, 'replace');
    await install({ id: 'one', version: '1.1.0' }, impostor);
    assert.equal((await decisionFor({ id: 'one', version: '1.2.0' }, school)).kind, 'refused');
  });

  it('does not install over what another window has installed since', async () => {
    const offer = await library.offer(await built({ id: 'one' }, other), 'here.drillpack');
    await install({ id: 'one' }, school);
    await assert.rejects(library.install(offer), {
      code: 'changed-signer',
      message:
        /is not installed\. It was signed by “Backend School” before, and this copy is signed with another key, by “Another School”\. .* forget the old signer and install it again\.$/,
    });
  });

  it('points at a signer who has the name of another', async () => {
    await install({ id: 'one' }, school);
    assert.deepEqual(await decisionFor({ id: 'two' }, impostor), {
      kind: 'install',
      standing: { kind: 'first-seen', signer: signerOf(impostor), namesake: signerOf(school) },
    });
  });

  it('tells an update from a downgrade, as semantic versions are ordered', async () => {
    await install({ id: 'one', version: '1.10.0' });
    const kinds = [];
    for (const version of ['1.9.9', '1.10.0-rc.1', '1.10.0', '1.10.1', '2.0.0-alpha'])
      kinds.push((await decisionFor({ id: 'one', version })).kind);
    assert.deepEqual(kinds, ['downgrade', 'downgrade', 'same', 'update', 'update']);
    assert.equal((await decisionFor({ id: 'one', version: '1.10.0', title: 'Changed' })).kind, 'replace');
    // The first signature of a pack is news, though nothing else has changed.
    assert.equal((await decisionFor({ id: 'one', version: '1.10.0' }, school)).kind, 'replace');
  });

  it('keeps to the first signer, also when the pack has been removed', async () => {
    await install({ id: 'one', version: '1.0.0' }, school);
    const changed = {
      kind: 'refused',
      why: 'changed-signer',
      before: signerOf(school),
      now: signerOf(other),
    };
    assert.deepEqual(await decisionFor({ id: 'one', version: '2.0.0' }, other), changed);
    await assert.rejects(install({ id: 'one', version: '2.0.0' }, other), { code: 'changed-signer' });
    await assert.rejects(install({ id: 'one', version: '2.0.0' }), { code: 'signature-missing' });
    assert.equal(await library.remove('one'), true);
    assert.deepEqual(await decisionFor({ id: 'one', version: '2.0.0' }, other), changed);
    assert.equal((await decisionFor({ id: 'one', version: '0.1.0' }, school)).kind, 'install');
  });

  it('removes a pack once', async () => {
    await install({ id: 'one' });
    assert.deepEqual([await library.remove('one'), await library.remove('one')], [true, false]);
    assert.deepEqual(await library.archives(), []);
    assert.equal((await library.remembered())[0]?.present, false);
    assert.equal(await library.remove('../one'), false);
  });

  it('takes a damaged record for none, and leaves other files alone', async () => {
    await install({ id: 'one' });
    await writeFile(path.join(folder, 'one.json'), '{"format":1,"id":"../../x"}');
    await writeFile(path.join(folder, 'two.json'), 'null');
    assert.deepEqual(await library.remembered(), []);
    assert.equal((await decisionFor({ id: 'one' })).kind, 'install');
  });

  it('takes away what lies there without a record, and looks at nothing else', async () => {
    await install({ id: 'one' });
    for (const name of ['two.drillpack', 'Not An Id.drillpack', '..drillpack'])
      await writeFile(path.join(folder, name), 'x');
    assert.deepEqual(
      (await library.archives()).map(file => path.basename(file)),
      ['one.drillpack', 'two.drillpack'],
    );
    assert.deepEqual(await library.strays(), ['two']);
    assert.deepEqual([await library.remove('two'), await library.remove('two')], [true, false]);
    assert.deepEqual(await library.strays(), []);
  });

  it('refuses what is not a pack', async () => {
    await assert.rejects(library.offer(Buffer.from('x'), 'x.drillpack'), {
      code: 'bad-archive',
      message: /^x\.drillpack is not installed\. This is not an archive that can be read/,
    });
  });

  it('refuses a manifest that describes another pack', async () => {
    const { pack, files } = await goodPack();
    const [exercise, ...rest] = pack.exercises;
    const exercises = [{ ...exercise!, title: 'Another title' }, ...rest];
    await assert.rejects(library.offer(packDrillpack({ ...pack, exercises }, files), 'x'), {
      code: 'bad-manifest',
    });
    await assert.rejects(library.offer(packDrillpack({ ...pack, id: 'another' }, files), 'x'), {
      code: 'bad-manifest',
    });
  });
});
