import { crc32 } from 'node:zlib';
import { deflateRawSync } from 'node:zlib';

/** One file of a hand-made archive. Whatever is given here is written, true or not. */
export interface RawEntry {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  /** What the archive says of it; the truth when absent. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly madeBy?: number;
  readonly attributes?: number;
  /** Points at another entry's bytes. */
  readonly offsetOf?: number;
  readonly extra?: Uint8Array;
}

export interface RawArchive {
  /** Entries that the end record claims. */
  readonly count?: number;
  readonly comment?: Uint8Array;
  readonly directoryOffset?: number;
  readonly directorySize?: number;
}

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text) : text;

/** Zip as in https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, with room for lies. */
export function rawZip(entries: readonly RawEntry[], archive: RawArchive = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  const add = (...pieces: readonly Uint8Array[]): void => {
    for (const piece of pieces) {
      parts.push(Buffer.from(piece));
      at += piece.length;
    }
  };
  for (const entry of entries) {
    const name = bytesOf(entry.name);
    const content = bytesOf(entry.content ?? '');
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(content) : content;
    const extra = entry.extra ?? new Uint8Array();
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(0, 6);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc(content), 10);
    common.writeUInt32LE(entry.packedSize ?? packed.length, 14);
    common.writeUInt32LE(entry.size ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(extra.length, 24);
    offsets.push(entry.offsetOf === undefined ? at : offsets[entry.offsetOf]!);
    if (entry.offsetOf === undefined) add(signature(0x04034b50), common, name, extra, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(entry.attributes ?? 0, 6);
    tail.writeUInt32LE(offsets.at(-1)!, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(entry.madeBy ?? 20);
    directory.push(Buffer.concat([signature(0x02014b50), madeBy, common, tail, name, extra]));
  }
  const start = at;
  add(...directory);
  const comment = archive.comment ?? new Uint8Array();
  const end = Buffer.alloc(18);
  const count = archive.count ?? entries.length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(archive.directorySize ?? at - start, 8);
  end.writeUInt32LE(archive.directoryOffset ?? start, 12);
  end.writeUInt16LE(comment.length, 16);
  add(signature(0x06054b50), end, comment);
  return Buffer.concat(parts);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Node has it from 20.15 and 22.2 on. */
const crc = (bytes: Uint8Array): number => crc32(bytes);

/** A Unix mode in the attributes of an entry made on Unix. */
export const unix = (mode: number): Pick<RawEntry, 'madeBy' | 'attributes'> => ({
  madeBy: (3 << 8) | 20,
  attributes: (mode << 16) >>> 0,
});
