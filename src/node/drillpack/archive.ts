import * as l10n from '@vscode/l10n';
import { zipSync, type Zippable } from 'fflate';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { isPortablePath } from '../../core/pack/names';
import { archiveLimits, type ArchiveLimits } from './archiveLimits';

/** Why an archive is refused, and where in it. */
export interface ArchiveRefusal {
  /** Stable, kebab-case. */
  readonly code: string;
  /** Sentences for a person. */
  readonly message: string;
}

export type ReadArchive =
  | { readonly ok: true; readonly files: ReadonlyMap</* path */ string, Uint8Array> }
  | ({ readonly ok: false } & ArchiveRefusal);

export type ReadEntry =
  { readonly ok: true; readonly content: Uint8Array | undefined } | ({ readonly ok: false } & ArchiveRefusal);

class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The files of a zip archive that somebody else made, held in memory. It is taken whole or not at all: nothing is
 * skipped or repaired. Never throws.
 */
export async function readArchive(
  bytes: Uint8Array,
  limits: ArchiveLimits = archiveLimits,
): Promise<ReadArchive> {
  try {
    if (bytes.length > limits.archiveBytes)
      throw new Refused(
        'archive-too-large',
        l10n.t('The archive has {0} bytes; at most {1} are read.', bytes.length, limits.archiveBytes),
      );
    return { ok: true, files: await unpack(bytes, limits) };
  } catch (thrown) {
    return refusalOf(thrown);
  }
}

/**
 * One file of an archive on disk, undefined if it is not there. Only what stands before it in the directory is read, and
 * only it is judged: whoever uses the archive for more than a list calls `readArchive`. Never throws.
 */
export async function readArchiveEntry(
  archive: string,
  name: string,
  limits: ArchiveLimits = archiveLimits,
): Promise<ReadEntry> {
  try {
    const zip = await yauzl.openPromise(archive, { ...strictly, autoClose: false });
    try {
      return { ok: true, content: await findEntry(zip, name, limits) };
    } finally {
      zip.close();
    }
  } catch (thrown) {
    return refusalOf(thrown);
  }
}

async function findEntry(
  zip: yauzl.ZipFile,
  name: string,
  limits: ArchiveLimits,
): Promise<Uint8Array | undefined> {
  let seen = 0;
  for await (const entry of zip.eachEntry()) {
    if (++seen > limits.files)
      throw new Refused('too-many-files', l10n.t('The archive holds more than {0} files.', limits.files));
    if (entry.fileName !== name) continue;
    judgeEntry(entry);
    return readEntry(zip, entry, limits.fileBytes, limits);
  }
  return undefined;
}

const strictly = { lazyEntries: true, validateEntrySizes: true, strictFileNames: true } as const;

function refusalOf(thrown: unknown): { readonly ok: false } & ArchiveRefusal {
  if (thrown instanceof Refused) return { ok: false, code: thrown.code, message: thrown.message };
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    ok: false,
    code: 'bad-archive',
    message: l10n.t('This is not an archive that can be read: {0}.', reason),
  };
}

async function unpack(bytes: Uint8Array, limits: ArchiveLimits): Promise<Map<string, Uint8Array>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await yauzl.fromBufferPromise(buffer, strictly);
  const files = new Map<string, Uint8Array>();
  const names = new TakenNames();
  let compressed = 0;
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (files.size >= limits.files)
      throw new Refused('too-many-files', l10n.t('The archive holds more than {0} files.', limits.files));
    judgeEntry(entry);
    names.take(entry.fileName);
    compressed += entry.compressedSize;
    // Entries that share bytes are how a small archive becomes an endless one.
    if (compressed > bytes.length)
      throw new Refused('overlapping-files', l10n.t('Files of the archive overlap one another.'));
    const room = Math.min(limits.fileBytes, limits.totalBytes - total);
    const content = await readEntry(zip, entry, room, limits);
    total += content.length;
    files.set(entry.fileName, content);
  }
  return files;
}

/** Unix file types, in the upper half of the attributes: https://pkware.cachefly.net/webdocs/APPNOTE, 4.4.15. */
const fileType = (entry: yauzl.Entry): number =>
  entry.versionMadeBy >>> 8 === 3 ? (entry.externalFileAttributes >>> 16) & 0o170000 : 0;

function judgeEntry(entry: yauzl.Entry): void {
  const name = shown(entry.fileName);
  if (!isPortablePath(entry.fileName))
    throw new Refused(
      'bad-path',
      l10n.t('The archive holds {0}, a name that not every system can take safely.', name),
    );
  const type = fileType(entry);
  if (type !== 0 && type !== 0o100000)
    throw new Refused('link', l10n.t('In the archive {0} is a link or a device, not a file.', name));
  if (entry.isEncrypted()) throw new Refused('encrypted', l10n.t('In the archive {0} is encrypted.', name));
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw new Refused(
      'unknown-compression',
      l10n.t(
        'In the archive {0} is compressed by method {1}, which is not supported.',
        name,
        entry.compressionMethod,
      ),
    );
}

/** Names that some file system would take for one another. */
class TakenNames {
  private readonly files = new Map</* folded */ string, string>();
  private readonly folders = new Map</* folded */ string, string>();

  take(name: string): void {
    const folded = name.toLowerCase();
    const file = this.files.get(folded);
    if (file === name)
      throw new Refused('duplicate-file', l10n.t('The archive holds {0} twice.', shown(name)));
    const before = file ?? this.folders.get(folded);
    if (before !== undefined) throw collision(before, name);
    this.files.set(folded, name);
    const parts = name.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const known = this.folders.get(folder.toLowerCase());
      if (known !== undefined && known !== folder) throw collision(known, folder);
      const inTheWay = this.files.get(folder.toLowerCase());
      if (inTheWay !== undefined) throw collision(inTheWay, name);
      this.folders.set(folder.toLowerCase(), folder);
    }
  }
}

const collision = (one: string, other: string): Refused =>
  new Refused(
    'colliding-names',
    l10n.t('The archive holds {0} and {1}, which some systems cannot tell apart.', shown(one), shown(other)),
  );

/** A name that somebody else chose, in quotation marks, on one line and without what could change how it is read. */
const shown = (name: string): string =>
  JSON.stringify(name.slice(0, 100)).replace(
    /[^\x20-\x7e]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** @param room bytes that may still be unpacked */
async function readEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  room: number,
  limits: ArchiveLimits,
): Promise<Uint8Array> {
  const tooLarge = (): Refused =>
    new Refused(
      'file-too-large',
      l10n.t(
        '{0} would make the archive too large: a file may have {1} bytes, all together {2}.',
        shown(entry.fileName),
        limits.fileBytes,
        limits.totalBytes,
      ),
    );
  if (entry.uncompressedSize > room) throw tooLarge();
  const stream: Readable = await zip.openReadStreamPromise(entry);
  const chunks: Uint8Array[] = [];
  let length = 0;
  // `for await` destroys the stream when it is left.
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > room) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/**
 * A zip archive of these files: the same bytes for the same files, on every machine and Node. (fflate compresses in
 * JavaScript; the zlib that comes with Node differs from version to version.)
 *
 * @param first the file that stands at the beginning, where it is found without a look at the others
 */
export function writeArchive(files: ReadonlyMap</* path */ string, Uint8Array>, first?: string): Uint8Array {
  // A date without a time zone: the archive stores local time. The earliest that the format knows.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  const names = [...files.keys()].sort(
    (a, b) => Number(b === first) - Number(a === first) || byCodeUnit(a, b),
  );
  for (const name of names) {
    if (!isPortablePath(name)) throw new Error(`${name} cannot be a name in an archive.`);
    entries[name] = [files.get(name)!, { mtime, level: 9, os: 0, attrs: 0 }];
  }
  return zipSync(entries);
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
