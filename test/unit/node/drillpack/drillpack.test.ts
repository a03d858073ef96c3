import assert from 'node:assert/strict';
import { manifestFile, signatureFile } from '../../../../src/core/pack/manifest';
import { parsePack } from '../../../../src/core/pack/parsePack';
import { readArchive, writeArchive } from '../../../../src/node/drillpack/archive';
import { openDrillpack, packDrillpack, signDrillpack } from '../../../../src/node/drillpack/drillpack';
import {
  fingerprint,
  generateKeys,
  isFingerprintOf,
  isSignerName,
  readableFingerprint,
} from '../../../../src/node/drillpack/signing';
import { goodPack } from './support/goodPack';

describe('a built pack', () => {
  const keys = generateKeys();
  const key = { name: 'Backend School', privateKey: keys.privateKey };
  const codeOf = async (bytes: Uint8Array): Promise<string> => {
    const opened = await openDrillpack(bytes);
    return opened.ok ? 'opened' : opened.code;
  };
  /** The files of a good pack, changed, as an archive again. */
  const changed = async (
    change: (files: Map<string, Uint8Array>) => void,
    signed = false,
  ): Promise<Uint8Array> => {
    const { pack, files } = await goodPack();
    const archive = await readArchive(packDrillpack(pack, files, signed ? key : undefined));
    assert.ok(archive.ok);
    const contents = new Map(archive.files);
    change(contents);
    return writeArchive(contents);
  };
  const edit =
    (name: string, from: string, to: string) =>
    (files: Map<string, Uint8Array>): void => {
      const text = Buffer.from(files.get(name)!).toString();
      assert.ok(text.includes(from), `${name} does not hold ${from}`);
      files.set(name, Buffer.from(text.replace(from, to)));
    };

  it('opens to the pack that went in', async () => {
    const { pack, files } = await goodPack();
    const result = await openDrillpack(packDrillpack(pack, files), { label: 'good.drillpack' });
    assert.ok(result.ok);
    const { manifest, signer, source } = result.opened;
    assert.deepEqual(source.list(), Object.keys(files).sort());
    assert.equal(signer, null);
    const parsed = parsePack(source);
    assert.deepEqual(parsed.problems, []);
    assert.equal(parsed.pack?.label, 'good.drillpack');
    assert.deepEqual(
      [manifest.id, manifest.version, manifest.exercises.map(card => card.id)],
      [pack.id, pack.version, pack.exercises.map(exercise => exercise.id)],
    );
  });

  it('has the same bytes each time', async () => {
    const { pack, files } = await goodPack();
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    assert.deepEqual(packDrillpack(pack, files, key), packDrillpack(pack, reversed, key));
  });

  it('says who signed it', async () => {
    const { pack, files } = await goodPack();
    const result = await openDrillpack(packDrillpack(pack, files, key));
    assert.deepEqual(result.ok && result.opened.signer, {
      name: 'Backend School',
      publicKey: keys.publicKey,
    });
    assert.match(fingerprint(keys), /^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it('has a fingerprint that can be read out and typed', () => {
    const whole = fingerprint(keys);
    const groups = readableFingerprint(keys);
    assert.match(groups, /^(?:[A-Za-z0-9+/]{4} ){10}[A-Za-z0-9+/]{3}$/);
    for (const text of [whole, groups, `sha256: ${groups}`, `${whole}=`, ` ${whole}\n`])
      assert.ok(isFingerprintOf(text, keys), text);
    for (const text of ['', 'SHA256:', whole.slice(0, -1), groups.toLowerCase(), fingerprint(generateKeys())])
      assert.ok(!isFingerprintOf(text, keys), text);
  });

  it('can be signed later, and by somebody else', async () => {
    const { pack, files } = await goodPack();
    const signed = await signDrillpack(packDrillpack(pack, files), key);
    assert.deepEqual(signed.ok && signed.bytes, packDrillpack(pack, files, key));
    const other = generateKeys();
    const again = await signDrillpack(packDrillpack(pack, files, key), { ...other, name: 'Another' });
    const opened = again.ok && (await openDrillpack(again.bytes));
    assert.deepEqual(opened && opened.ok && opened.opened.signer, {
      name: 'Another',
      publicKey: other.publicKey,
    });
  });

  it('is not signed with a key of another kind', async () => {
    const { pack, files } = await goodPack();
    assert.throws(() => packDrillpack(pack, files, { name: 'X', privateKey: 'no key' }), { code: 'bad-key' });
  });

  const tampered: readonly (readonly [string, string, (files: Map<string, Uint8Array>) => void, boolean?])[] =
    [
      ['no manifest', 'no-manifest', files => files.delete(manifestFile)],
      ['a manifest that is not JSON', 'bad-manifest', files => files.set(manifestFile, Buffer.from('{'))],
      ['a manifest that is a list', 'bad-manifest', files => files.set(manifestFile, Buffer.from('[]'))],
      ['a manifest that is null', 'bad-manifest', files => files.set(manifestFile, Buffer.from('null'))],
      [
        'a manifest in Latin-1',
        'bad-manifest',
        files => files.set(manifestFile, Buffer.from([0x22, 0xe9, 0x22])),
      ],
      ['a newer format', 'bad-manifest', edit(manifestFile, '"format": 1', '"format": 2')],
      ['an id that climbs', 'bad-manifest', edit(manifestFile, '"id": "', '"id": "../')],
      ['a version that is none', 'bad-manifest', edit(manifestFile, '"version": "', '"version": "v')],
      ['a path that climbs', 'bad-manifest', edit(manifestFile, '"pack.yaml"', '"../pack.yaml"')],
      ['a hash that is none', 'bad-manifest', edit(manifestFile, '"pack.yaml": "', '"pack.yaml": "g')],
      ['a changed file', 'wrong-hash', files => files.set('pack.yaml', Buffer.from('format: 1'))],
      ['a file that was added', 'unlisted-file', files => files.set('extra.md', Buffer.from('x'))],
      ['a file that was removed', 'missing-file', files => files.delete('pack.yaml')],
      [
        'a signature that is not JSON',
        'bad-signature',
        files => files.set(signatureFile, Buffer.from('x')),
        true,
      ],
      ['a signature of another kind', 'bad-signature', edit(signatureFile, 'ed25519', 'none'), true],
      [
        'an empty signature',
        'bad-signature',
        edit(signatureFile, '"signature": "', '"signature": "","x": "'),
        true,
      ],
      [
        'a key that is too short',
        'bad-signature',
        edit(signatureFile, '"publicKey": "', '"publicKey": "AA==","x": "'),
        true,
      ],
      ['another signer', 'bad-signature', edit(signatureFile, 'Backend School', 'Somebody Else'), true],
      [
        'a signer with a line end',
        'bad-signature',
        edit(signatureFile, 'Backend School', 'Back\\nend'),
        true,
      ],
      [
        'a signer written backwards',
        'bad-signature',
        edit(signatureFile, 'Backend School', '\u202eloohcS'),
        true,
      ],
      ['another key', 'bad-signature', edit(signatureFile, keys.publicKey, generateKeys().publicKey), true],
      [
        'a manifest that was changed after',
        'bad-signature',
        edit(manifestFile, '"license": "', '"license": "Not '),
        true,
      ],
    ];
  for (const [what, code, change, signed] of tampered) {
    it(`is refused for ${what}`, async () => {
      assert.equal(await codeOf(await changed(change, signed)), code);
    });
  }

  it('knows names that can be shown', () => {
    assert.deepEqual(
      [
        'Ada Lovelace',
        'Zürich Bootcamp (2026)',
        '李雷',
        'ops@school',
        '',
        ' x',
        'a\tb',
        '<b>',
        'x'.repeat(101),
      ].map(isSignerName),
      [true, true, true, true, false, false, false, false, false],
    );
  });
});
