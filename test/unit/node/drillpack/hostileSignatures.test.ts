import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { manifestFile, signatureFile } from '../../../../src/core/pack/manifest';
import { readArchive, writeArchive } from '../../../../src/node/drillpack/archive';
import { openDrillpack, packDrillpack } from '../../../../src/node/drillpack/drillpack';
import { generateKeys, isSignedBy, isSignerName } from '../../../../src/node/drillpack/signing';
import { goodPack } from './support/goodPack';

const key = { ...generateKeys(), name: 'Backend School' };
const other = { ...generateKeys(), name: 'Another School' };

interface Written {
  format: unknown;
  algorithm: unknown;
  name: string;
  publicKey: string;
  signature: string;
  [more: string]: unknown;
}

/** The order of the group, little-endian, as RFC 8032 has it. */
const order = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex');

/** S + L: the same number to whoever does not look twice. */
function withGreaterS(signature: string): string {
  const bytes = Buffer.from(signature, 'base64');
  let carry = 0;
  for (let i = 0; i < 32; i++) {
    const sum = bytes[32 + i]! + order[i]! + carry;
    bytes[32 + i] = sum & 0xff;
    carry = sum >> 8;
  }
  return bytes.toString('base64');
}

const flipped = (text: string, at: number): string => {
  const bytes = Buffer.from(text, 'base64');
  bytes[at]! ^= 1;
  return bytes.toString('base64');
};

const x25519 = Buffer.from(
  generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? '',
  'base64url',
).toString('base64');

type Change = (signature: Written) => unknown;
const edit =
  (change: (signature: Written) => Partial<Written>): Change =>
  signature => ({ ...signature, ...change(signature) });

/** What is done to a signature that holds, and what comes of it. */
const hostile: readonly (readonly [what: string, outcome: string, change: Change])[] = [
  ['nothing at all', 'Backend School', signature => signature],
  ['a field that nobody knows', 'Backend School', edit(() => ({ trusted: true, signer: 'Somebody Else' }))],
  [
    'a prototype',
    'Backend School',
    signature => JSON.parse(JSON.stringify(signature).replace('{', '{"__proto__":{"name":"X"},')) as unknown,
  ],
  ['a key of another curve', 'bad-signature', edit(() => ({ publicKey: x25519 }))],
  ['another algorithm', 'bad-signature', edit(() => ({ algorithm: 'ed448' }))],
  ['no algorithm', 'bad-signature', edit(() => ({ algorithm: undefined }))],
  ['a newer format', 'bad-signature', edit(() => ({ format: 2 }))],
  [
    'a key of 31 bytes',
    'bad-signature',
    edit(({ publicKey }) => ({ publicKey: Buffer.from(publicKey, 'base64').subarray(1).toString('base64') })),
  ],
  [
    'a key of 33 bytes',
    'bad-signature',
    edit(({ publicKey }) => ({
      publicKey: Buffer.concat([Buffer.from(publicKey, 'base64'), Buffer.alloc(1)]).toString('base64'),
    })),
  ],
  ['a key of another signer', 'bad-signature', edit(() => ({ publicKey: other.publicKey }))],
  [
    'a key without its padding',
    'bad-signature',
    edit(({ publicKey }) => ({ publicKey: publicKey.replace('=', '') })),
  ],
  ['a key with a line end', 'bad-signature', edit(({ publicKey }) => ({ publicKey: `${publicKey}\n` }))],
  [
    'a key as a list',
    'bad-signature',
    edit(({ publicKey }) => ({ publicKey: [publicKey] as unknown as string })),
  ],
  ['a key of zeros', 'bad-signature', edit(() => ({ publicKey: Buffer.alloc(32).toString('base64') }))],
  ['an empty signature', 'bad-signature', edit(() => ({ signature: '' }))],
  [
    'a signature of 63 bytes',
    'bad-signature',
    edit(({ signature }) => ({ signature: Buffer.from(signature, 'base64').subarray(1).toString('base64') })),
  ],
  [
    'a signature of 65 bytes',
    'bad-signature',
    edit(({ signature }) => ({
      signature: Buffer.concat([Buffer.from(signature, 'base64'), Buffer.alloc(1)]).toString('base64'),
    })),
  ],
  ['one bit of R', 'bad-signature', edit(({ signature }) => ({ signature: flipped(signature, 0) }))],
  ['one bit of S', 'bad-signature', edit(({ signature }) => ({ signature: flipped(signature, 40) }))],
  [
    'an S beyond the order of the group',
    'bad-signature',
    edit(({ signature }) => ({ signature: withGreaterS(signature) })),
  ],
  [
    'zeros for a signature',
    'bad-signature',
    edit(() => ({ signature: Buffer.alloc(64).toString('base64') })),
  ],
  [
    'a signature in base64url',
    'bad-signature',
    edit(({ signature }) => ({ signature: Buffer.from(signature, 'base64').toString('base64url') })),
  ],
  ['another name', 'bad-signature', edit(() => ({ name: 'Another School' }))],
  ['a name in other letters', 'bad-signature', edit(() => ({ name: 'backend school' }))],
  ['a name with a blank at its end', 'bad-signature', edit(({ name }) => ({ name: `${name} ` }))],
  ['a name of letters that look alike', 'bad-signature', edit(() => ({ name: 'B\u0430ckend School' }))],
  ['a name that is composed otherwise', 'bad-signature', edit(() => ({ name: 'Scho\u0308ol' }))],
  ['a name that is turned around', 'bad-signature', edit(() => ({ name: '\u202eloohcS' }))],
  ['a name without a width', 'bad-signature', edit(() => ({ name: 'Backend\u200b School' }))],
  ['a list', 'bad-signature', signature => [signature]],
  ['nothing', 'bad-signature', () => null],
];

describe('a hostile signature', () => {
  let signed: Uint8Array;
  before(async () => {
    const { pack, files } = await goodPack();
    signed = packDrillpack(pack, files, key);
  });

  const filesOf = async (bytes: Uint8Array): Promise<Map<string, Uint8Array>> => {
    const archive = await readArchive(bytes);
    assert.ok(archive.ok);
    return new Map(archive.files);
  };
  const outcomeOf = async (files: ReadonlyMap<string, Uint8Array>): Promise<string> => {
    const result = await openDrillpack(writeArchive(files));
    return result.ok ? (result.opened.signer?.name ?? 'unsigned') : result.code;
  };

  for (const [what, outcome, change] of hostile)
    it(`comes to a fixed end: ${what}`, async () => {
      const files = await filesOf(signed);
      const before = JSON.parse(Buffer.from(files.get(signatureFile)!).toString()) as Written;
      files.set(signatureFile, Buffer.from(JSON.stringify(change(before))));
      assert.equal(await outcomeOf(files), outcome);
    });

  it('is not that of another pack', async () => {
    const { pack, files } = await goodPack();
    const another = await filesOf(packDrillpack({ ...pack, license: 'Another' }, files, key));
    const ours = await filesOf(signed);
    ours.set(signatureFile, another.get(signatureFile)!);
    assert.equal(await outcomeOf(ours), 'bad-signature');
    ours.set(manifestFile, another.get(manifestFile)!);
    assert.equal(await outcomeOf(ours), 'Backend School'); // the other pack, whole
  });

  it('gives a name twice, and the one that counts is the one that was signed', async () => {
    const files = await filesOf(signed);
    const text = Buffer.from(files.get(signatureFile)!).toString();
    files.set(signatureFile, Buffer.from(text.replace('"name"', '"name": "Somebody Else", "name"')));
    assert.equal(await outcomeOf(files), 'Backend School');
    files.set(
      signatureFile,
      Buffer.from(text.replace('"publicKey"', '"name": "Somebody Else", "publicKey"')),
    );
    assert.equal(await outcomeOf(files), 'bad-signature');
  });

  it('cannot be by a key that nobody owns and anybody signs with', () => {
    const point = Buffer.from('01'.padEnd(64, '0'), 'hex');
    const signature = Buffer.concat([point, Buffer.alloc(32)]);
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url') };
    // What makes the check necessary: to the algorithm such a signature holds for every text.
    assert.equal(verify(null, Buffer.from('anything'), { key: jwk, format: 'jwk' }, signature), true);
    const [publicKey, written] = [point, signature].map(bytes => bytes.toString('base64'));
    assert.equal(
      isSignedBy(Buffer.from('anything'), { name: 'X', publicKey: publicKey!, signature: written! }),
      false,
    );
  });

  it('has no name that mixes scripts or is composed otherwise', () =>
    assert.deepEqual(
      ['Школа', 'Σχολή', 'B\u0430nk', 'Ban\u03ba', 'Zu\u0308rich', 'Zürich', '学校 School'].map(isSignerName),
      [true, true, false, false, false, true, true],
    ));
});
