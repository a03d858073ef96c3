import * as l10n from '@vscode/l10n';
import type { Pack } from '../../core/exercise';
import type { Signer } from '../../core/pack/installDecision';
import {
  formatManifest,
  manifestFile,
  manifestOf,
  parseManifest,
  signatureFile,
  type PackManifest,
} from '../../core/pack/manifest';
import { decodeText } from '../textFile';
import type { PackSource } from '../../core/pack/source';
import { hashOfFiles, sha256 } from '../packHash';
import { readArchive, readArchiveEntry, writeArchive, type ArchiveRefusal } from './archive';
import { formatSignature, isSignedBy, parseSignature, signManifest, type PackSignature } from './signing';

/** A `.drillpack` that is whole: every file is the one that the manifest names. */
export interface OpenedPack {
  readonly manifest: PackManifest;
  /** What the pack consists of, for the parser that reads folders too. */
  readonly source: PackSource;
  /** Null for a pack that nobody signed. */
  readonly signer: Signer | null;
}

export type ReadManifest =
  { readonly ok: true; readonly manifest: PackManifest } | ({ readonly ok: false } & ArchiveRefusal);

export type OpenResult =
  { readonly ok: true; readonly opened: OpenedPack } | ({ readonly ok: false } & ArchiveRefusal);

/** The bytes of a `.drillpack` of these files: the same for the same files, wherever it is made. */
export function packDrillpack(
  pack: Pack,
  files: Readonly<Record</* path */ string, string>>,
  key?: { readonly name: string; readonly privateKey: string },
): Uint8Array {
  const contents = new Map(Object.entries(files).map(([path, text]) => [path, encode(text)]));
  const hashes = new Map([...contents].map(([path, bytes]) => [path, sha256(bytes)]));
  const manifest = encode(formatManifest(manifestOf(pack, hashes)));
  contents.set(manifestFile, manifest);
  if (key)
    contents.set(signatureFile, encode(formatSignature(signManifest(manifest, key.name, key.privateKey))));
  return writeArchive(contents, manifestFile);
}

/**
 * Signs a pack that is whole; a signature that was there is replaced.
 *
 * @returns the new archive, or why the given one is refused
 * @throws HumanError `bad-key` if that is not a private key.
 */
export async function signDrillpack(
  bytes: Uint8Array,
  key: { readonly name: string; readonly privateKey: string },
): Promise<{ readonly ok: true; readonly bytes: Uint8Array } | ({ readonly ok: false } & ArchiveRefusal)> {
  const opened = await openDrillpack(bytes, { signature: 'ignore' });
  if (!opened.ok) return opened;
  const archive = await readArchive(bytes);
  if (!archive.ok) return archive;
  const files = new Map(archive.files);
  const signature = signManifest(files.get(manifestFile)!, key.name, key.privateKey);
  files.set(signatureFile, encode(formatSignature(signature)));
  return { ok: true, bytes: writeArchive(files, manifestFile) };
}

/**
 * What a `.drillpack` on disk says of itself, by a few small reads. It may say anything: `openDrillpack` finds out whether
 * it is true. Never throws.
 */
export async function readDrillpackManifest(archive: string): Promise<ReadManifest> {
  const read = await readArchiveEntry(archive, manifestFile);
  if (!read.ok) return read;
  return read.content ? manifestIn(read.content) : noManifest();
}

const noManifest = () =>
  refuse('no-manifest', l10n.t('There is no {0} in it: it is not a built pack.', manifestFile));

function manifestIn(bytes: Uint8Array): ReadManifest {
  const text = decodeText(bytes);
  const manifest = text === undefined ? undefined : parseManifest(text);
  return manifest
    ? { ok: true, manifest }
    : refuse('bad-manifest', l10n.t('Its {0} is damaged, or made for a newer Design Drills.', manifestFile));
}

/**
 * Opens a built pack that somebody else made. It is refused as a whole if anything in it is not as its manifest says, or
 * if it carries a signature that does not hold. Who signed it, and whether he is trusted, is for the caller. Never throws.
 */
export async function openDrillpack(
  bytes: Uint8Array,
  { label = 'pack.drillpack', signature = 'check' }: { label?: string; signature?: 'check' | 'ignore' } = {},
): Promise<OpenResult> {
  const archive = await readArchive(bytes);
  if (!archive.ok) return archive;
  const { files } = archive;
  const manifestBytes = files.get(manifestFile);
  if (!manifestBytes) return noManifest();
  const said = manifestIn(manifestBytes);
  if (!said.ok) return said;
  const { manifest } = said;

  const texts = new Map<string, string>();
  for (const [path, content] of files) {
    if (path === manifestFile || path === signatureFile) continue;
    if (!Object.hasOwn(manifest.files, path))
      return refuse('unlisted-file', l10n.t('It holds {0}, which its manifest does not name.', path));
    if (sha256(content) !== manifest.files[path])
      return refuse('wrong-hash', l10n.t('{0} has been changed since the pack was built.', path));
    const text = decodeText(content);
    if (text === undefined) return refuse('not-text', l10n.t('{0} is not text in UTF-8.', path));
    texts.set(path, text);
  }
  const missing = Object.keys(manifest.files).find(path => !texts.has(path));
  if (missing !== undefined) return refuse('missing-file', l10n.t('{0} is missing from it.', missing));

  const signed = files.get(signatureFile);
  let signer: PackSignature | null = null;
  if (signed && signature === 'check') {
    const parsed = parseSignature(decodeText(signed) ?? '');
    if (!parsed)
      return refuse('bad-signature', l10n.t('Its signature is damaged, so nobody can say who made it.'));
    if (!isSignedBy(manifestBytes, parsed))
      return refuse(
        'bad-signature',
        l10n.t('Its signature by “{0}” does not hold: the pack or the name has been changed.', parsed.name),
      );
    signer = parsed;
  }
  const paths = [...texts.keys()].sort();
  return {
    ok: true,
    opened: {
      manifest,
      signer: signer && { name: signer.name, publicKey: signer.publicKey },
      source: {
        label,
        hash: hashOfFiles(manifest.files),
        problems: [],
        list: () => paths,
        read: path => texts.get(path),
      },
    },
  };
}

const refuse = (code: string, message: string): { ok: false } & ArchiveRefusal => ({
  ok: false,
  code,
  message,
});

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
