import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compact, compactFormat, expand } from '../../core/pack/compactIndex';
import type { PackIndex } from '../../core/pack/packIndex';
import { isRecord } from '../../core/pack/parseIndex';
import type { Stamp } from './builtPack';

interface Remembered {
  readonly stamp: Stamp;
  readonly index: PackIndex;
}

/** Packs that are remembered beyond those in use: another window may have other folders. */
const maxUnused = 200;

/**
 * The indexes of built packs, so that not even their manifests are read while they stay as they are. It can always be made
 * again: a file that is damaged or of another version counts as none. The only one who writes it.
 */
export class IndexCache {
  private readonly used = new Set</* place */ string>();
  private dirty = false;

  private constructor(
    private readonly file: string,
    private readonly known: Map</* place */ string, Remembered>,
  ) {}

  /** @param file need not exist. Never throws. */
  static async open(file: string): Promise<IndexCache> {
    try {
      return new IndexCache(file, decode(await readFile(file, 'utf8')));
    } catch {
      return new IndexCache(file, new Map());
    }
  }

  get(place: string, stamp: Stamp): PackIndex | undefined {
    this.used.add(place);
    const known = this.known.get(place);
    return known && isSame(known.stamp, stamp) ? known.index : undefined;
  }

  set(place: string, stamp: Stamp, index: PackIndex): void {
    this.used.add(place);
    this.known.set(place, { stamp, index });
    this.dirty = true;
  }

  /** Writes what is new, all at once, so that a crash leaves the old or the new. @throws the system's error. */
  async save(): Promise<void> {
    if (!this.dirty) return;
    this.dirty = false;
    const others = [...this.known.keys()].filter(place => !this.used.has(place));
    for (const place of others.slice(maxUnused)) this.known.delete(place);
    const written = `${this.file}.${randomBytes(6).toString('hex')}`;
    await mkdir(path.dirname(this.file), { recursive: true });
    try {
      await writeFile(written, encode(this.known), { flag: 'wx' });
      await rename(written, this.file);
    } catch (error) {
      this.dirty = true;
      await rm(written, { force: true });
      throw error;
    }
  }
}

const isSame = (a: Stamp, b: Stamp): boolean =>
  a.size === b.size && a.modified === b.modified && a.inode === b.inode;

/** The hash comes first: what a disk has spoilt is not taken for a pack with odd titles. */
function encode(known: ReadonlyMap<string, Remembered>): string {
  const packs = [...known].map(([place, { stamp, index }]) => ({ place, stamp, index: compact(index) }));
  const text = JSON.stringify({ format: compactFormat, packs });
  return `${digest(text)}\n${text}`;
}

/** @throws SyntaxError when it is not JSON. */
function decode(stored: string): Map<string, Remembered> {
  const end = stored.indexOf('\n');
  const text = stored.slice(end + 1);
  const known = new Map<string, Remembered>();
  if (digest(text) !== stored.slice(0, end)) return known;
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || value['format'] !== compactFormat || !Array.isArray(value['packs'])) return known;
  for (const pack of value['packs'] as readonly unknown[]) {
    const remembered = parseRemembered(pack);
    if (remembered) known.set(remembered.place, remembered);
  }
  return known;
}

function parseRemembered(value: unknown): (Remembered & { readonly place: string }) | undefined {
  if (!isRecord(value) || !isRecord(value['stamp'])) return undefined;
  const { size, modified, inode } = value['stamp'];
  const { place } = value;
  const index = expand(value['index']);
  if (typeof size !== 'number' || typeof modified !== 'number' || typeof inode !== 'number') return undefined;
  return typeof place === 'string' && index ? { place, stamp: { size, modified, inode }, index } : undefined;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
