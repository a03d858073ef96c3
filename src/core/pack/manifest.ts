import type { Pack } from '../exercise';
import { isPortablePath } from './names';
import { indexOf, type PackIndex } from './packIndex';
import { isRecord, parseIndex, type StoredIndex } from './parseIndex';

/** `manifest.json` of a built pack: its index, and the hash of everything in it. */
export interface PackManifest extends StoredIndex {
  readonly format: 1;
  /** Of every file but the manifest and the signature: path -> SHA-256 in hex, sorted. */
  readonly files: Readonly<Record<string, string>>;
}

export const manifestFile = 'manifest.json';
export const signatureFile = 'signature.json';

export function manifestOf(pack: Pack, hashes: ReadonlyMap</* path */ string, string>): PackManifest {
  const { label: _, hash: __, ...index } = indexOf(pack);
  const files = [...hashes].sort(([a], [b]) => (a < b ? -1 : 1));
  return { format: 1, ...index, files: Object.fromEntries(files) };
}

/** @param hash of the files that the manifest names, see `hashOfFiles` */
export const indexOfManifest = (
  { format: _, files: __, ...index }: PackManifest,
  label: string,
  hash: string,
): PackIndex => ({ ...index, label, hash });

/**
 * One text for one manifest: its bytes are what is signed. A line for each exercise and file, so that two versions can be
 * compared, and no more, since it is read whenever packs are listed.
 */
export function formatManifest({ exercises, files, ...header }: PackManifest): string {
  const lines = (rows: readonly string[], [open, close]: string) =>
    rows.length === 0 ? `${open}${close}` : `${open}\n${rows.join(',\n')}\n${close}`;
  const fields = Object.entries(header).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
  // Which pack they belong to has been said.
  const cards = exercises.map(({ pack: _, ...card }) => JSON.stringify(card));
  const hashes = Object.entries(files).map(([path, hash]) => `${JSON.stringify(path)}: "${hash}"`);
  const rows = [...fields, `"exercises": ${lines(cards, '[]')}`, `"files": ${lines(hashes, '{}')}`];
  return `${lines(rows, '{}')}\n`;
}

/** Undefined for anything that is not a manifest of this format. Never throws. */
export function parseManifest(text: string): PackManifest | undefined {
  const value = parseJson(text);
  if (!isRecord(value) || value['format'] !== 1) return undefined;
  const index = parseIndex(value);
  const files = parseFiles(value['files']);
  return index && files && { format: 1, ...index, files };
}

function parseFiles(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const files: [string, string][] = [];
  for (const [path, hash] of Object.entries(value)) {
    if (!isPortablePath(path) || typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
    files.push([path, hash]);
  }
  return Object.fromEntries(files);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
