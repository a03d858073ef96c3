/**
 * A catalogue of many packs, for scripts/catalogue.mjs. One measure a process, so that none finds what another has left.
 *
 *   node --expose-gc catalogue.entry.js write FOLDER PACKS EXERCISES
 *   node --expose-gc catalogue.entry.js list FOLDER CACHE     (CACHE is read and written; it need not exist)
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Catalog, type CatalogFilter } from '../../src/core/pack/catalog';
import { IndexCache } from '../../src/node/packIndex/indexCache';
import { PackReader } from '../../src/node/packIndex/packReader';
import { writeManyPacks } from './manyPacks';

/** What is measured. Times in milliseconds, memory in bytes. */
interface Measured {
  readonly exercises: number;
  /** Until the catalogue is there. */
  readonly listMs: number;
  /** The longest of several filters, the first of which finds nothing prepared. */
  readonly filterMs: number;
  /** Until one exercise is there to be opened. */
  readonly openMs: number;
  /** That stay in use. */
  readonly heapBytes: number;
}

const filters: readonly CatalogFilter[] = [
  { text: 'saga service 9' },
  { text: 'pack-7 limiter' },
  { difficulty: ['advanced'], text: 'module' },
  { text: 'nothing that is there' },
  {},
];

void main();

async function main(): Promise<void> {
  const [, , what, folder = '', ...rest] = process.argv;
  if (what === 'write') await writeManyPacks(folder, Number(rest[0]), Number(rest[1]));
  else console.log(JSON.stringify(await list(folder, rest[0] ?? '')));
}

async function list(folder: string, cacheFile: string): Promise<Measured> {
  const places = (await readdir(folder)).sort().map(name => path.join(folder, name));
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const began = performance.now();
  const cache = await IndexCache.open(cacheFile);
  const reader = new PackReader(cache);
  const found = await Promise.all(places.map(place => reader.quickIndex(place)));
  const catalog = new Catalog(found.flatMap(pack => pack?.index ?? []));
  const listMs = performance.now() - began;

  const times = filters.map(filter => {
    const start = performance.now();
    catalog.filter(filter, () => 'new');
    return performance.now() - start;
  });
  globalThis.gc?.();
  const heapBytes = process.memoryUsage().heapUsed - before;
  await cache.save();

  const entry = catalog.entries[Math.floor(catalog.entries.length / 2)];
  if (!entry) throw new Error('There are no exercises.');
  const start = performance.now();
  await reader.exercise(entry.pack, entry.card.id);
  const openMs = performance.now() - start;
  return { exercises: catalog.entries.length, listMs, filterMs: Math.max(...times), openMs, heapBytes };
}
