import * as l10n from '@vscode/l10n';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign as signBytes,
  verify as verifyBytes,
  type KeyObject,
} from 'node:crypto';
import { HumanError } from '../../core/errors';
import type { Signer } from '../../core/pack/installDecision';

/** `signature.json` of a built pack. */
export interface PackSignature extends Signer {
  /** 64 bytes in base64. */
  readonly signature: string;
}

export interface KeyPair {
  /** PKCS #8 in PEM. Keep it secret. */
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Ed25519: https://www.rfc-editor.org/rfc/rfc8032. */
export function generateKeys(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: rawKey(publicKey),
  };
}

/** @throws HumanError `bad-key` if that is not an Ed25519 key in PEM. */
export function signManifest(manifest: Uint8Array, name: string, privateKey: string): PackSignature {
  const key = readPrivateKey(privateKey);
  const publicKey = rawKey(createPublicKey(key));
  const signature = signBytes(null, signedBytes(manifest, { name, publicKey }), key).toString('base64');
  return { name, publicKey, signature };
}

/** Whether this signer has signed exactly this manifest, name included. Never throws. */
export function isSignedBy(manifest: Uint8Array, { name, publicKey, signature }: PackSignature): boolean {
  if (isOwnerless(publicKey)) return false;
  try {
    const x = Buffer.from(publicKey, 'base64').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const bytes = Buffer.from(signature, 'base64');
    return verifyBytes(null, signedBytes(manifest, { name, publicKey }), key, bytes);
  } catch {
    return false;
  }
}

/** What a person compares: as `ssh-keygen -l` prints it. */
export const fingerprint = ({ publicKey }: Pick<Signer, 'publicKey'>): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('base64').replace(/=+$/, '')}`;

/** The same in groups, for eyes that go back and forth. */
export const readableFingerprint = (signer: Pick<Signer, 'publicKey'>): string =>
  fingerprint(signer)
    .slice(fingerprintPrefix.length)
    .match(/.{1,4}/g)
    ?.join(' ') ?? '';

/** Whether a text that a person was given, with or without prefix and blanks, is the fingerprint of this key. */
export const isFingerprintOf = (text: string, signer: Pick<Signer, 'publicKey'>): boolean => {
  const dense = text
    .replace(/\s+/g, '')
    .replace(/^SHA256:/i, '')
    .replace(/=+$/, '');
  return dense === fingerprint(signer).slice(fingerprintPrefix.length);
};

const fingerprintPrefix = 'SHA256:';

export const formatSignature = ({ name, publicKey, signature }: PackSignature): string =>
  `${JSON.stringify({ format: 1, algorithm: 'ed25519', name, publicKey, signature }, null, 1)}\n`;

/** Undefined for anything that is not a signature of this format. Never throws. */
export function parseSignature(text: string): PackSignature | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 1)
    return undefined;
  if (!('algorithm' in value) || value.algorithm !== 'ed25519') return undefined;
  const name = 'name' in value ? value.name : undefined;
  const publicKey = 'publicKey' in value ? value.publicKey : undefined;
  const signature = 'signature' in value ? value.signature : undefined;
  if (!isSignerName(name) || !isBase64(publicKey, 32) || !isBase64(signature, 64)) return undefined;
  return { name, publicKey, signature };
}

/** One line that can be shown anywhere: no control or direction characters, which could pretend to be another. */
export const isSignerName = (name: unknown): name is string =>
  typeof name === 'string' &&
  name.length <= 100 &&
  name === name.normalize('NFC') &&
  !isMixed(name) &&
  /^[\p{L}\p{N}][\p{L}\p{M}\p{N} .,&'’@()+_-]*$/u.test(name);

/** Letters that look alike are in different scripts: whoever mixes these poses as somebody. */
const isMixed = (name: string): boolean =>
  ['Latin', 'Cyrillic', 'Greek', 'Armenian'].filter(script =>
    new RegExp(`\\p{Script=${script}}`, 'u').test(name),
  ).length > 1;

/**
 * Points of small order as keys, with their sign left out: a signature by one of them can be made by anybody, so that it
 * would say of every pack that one and the same signer had made it. See
 * https://eprint.iacr.org/2020/1244, section 4.
 */
const ownerless: readonly string[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

function isOwnerless(publicKey: string): boolean {
  const key = Buffer.from(publicKey, 'base64');
  if (key.length !== 32) return true;
  key[31]! &= 0x7f;
  return ownerless.includes(key.toString('hex'));
}

const isBase64 = (text: unknown, bytes: number): text is string =>
  typeof text === 'string' &&
  Buffer.from(text, 'base64').length === bytes &&
  Buffer.from(text, 'base64').toString('base64') === text;

/** The purpose comes first, so that a signature made for one thing can never stand for another. */
function signedBytes(manifest: Uint8Array, { name, publicKey }: Signer): Uint8Array {
  const hash = createHash('sha256').update(manifest).digest('hex');
  return Buffer.from(`design-drills pack 1\n${JSON.stringify({ name, publicKey, manifest: hash })}\n`);
}

function rawKey(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url').toString('base64');
}

function readPrivateKey(pem: string): KeyObject {
  const refuse = (): HumanError =>
    new HumanError(
      'bad-key',
      l10n.t('This is not a private Ed25519 key in PEM. "design-drills keygen" makes a pair of keys.'),
    );
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw refuse();
  }
  if (key.asymmetricKeyType !== 'ed25519') throw refuse();
  return key;
}
