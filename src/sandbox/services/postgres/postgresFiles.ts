import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { ServerFiles } from './postgresModule';

const decompress = promisify(zlib.brotliDecompress);

/** Where PGlite's server looks for its data. */
const dataFolder = '/pglite/data';

/** The data folder as scripts/postgresCluster.mjs made it. */
export interface Cluster {
  readonly folders: readonly string[];
  readonly files: readonly (readonly [path: string, bytes: Uint8Array])[];
}

/** What lies beside the bundle. */
export interface PostgresFiles {
  readonly module: WebAssembly.Module;
  readonly share: Uint8Array;
  readonly cluster: Cluster;
}

export async function readPostgresFiles(folder: string): Promise<PostgresFiles> {
  const [module, share, cluster] = await Promise.all([
    read(folder, 'module.wasm').then(bytes => WebAssembly.compile(withSmallMemory(bytes))),
    read(folder, 'share.data'),
    read(folder, 'cluster.data'),
  ]);
  return { module, share, cluster: clusterFrom(cluster) };
}

const read = (folder: string, name: string): Promise<Buffer> =>
  decompress(readFileSync(path.join(folder, `${name}.br`)));

/** Pages of 64 KiB. The module asks for 2,048 at least, of which our settings use an eighth. */
export const firstPages = 384;

/**
 * Lowers the first size of the memory that the module asks for, so that there is less to look through when the server is
 * taken back. Both numbers take two bytes in LEB128.
 */
function withSmallMemory(wasm: Buffer): Buffer {
  const memoryImport = Buffer.from('\x03env\x06memory\x02\x01', 'latin1');
  const at = wasm.indexOf(memoryImport) + memoryImport.length;
  const asked = wasm.subarray(at, at + 2);
  if (at < memoryImport.length || !asked.equals(leb128(2_048)))
    throw new Error('This is not the server that the service was made for: its memory begins otherwise.');
  leb128(firstPages).copy(wasm, at);
  return wasm;
}

/** Of two bytes. */
const leb128 = (value: number): Buffer => Buffer.from([(value & 0x7f) | 0x80, value >> 7]);

function clusterFrom(archive: Buffer): Cluster {
  const begin = 4 + archive.readUInt32LE(0);
  const header = JSON.parse(archive.toString('utf8', 4, begin)) as {
    folders: string[];
    entries: [string, number][];
  };
  let offset = begin;
  const files = header.entries.map(([name, size]) => {
    const bytes = new Uint8Array(archive.subarray(offset, offset + size));
    offset += size;
    return [name, bytes] as const;
  });
  return { folders: header.folders, files };
}

/** Writes the data folder into the server's own file system, which is in memory. */
export function writeCluster(files: ServerFiles, cluster: Cluster): void {
  files.mkdirTree(dataFolder, 0o700);
  for (const folder of cluster.folders) files.mkdir(path.posix.join(dataFolder, folder), 0o700);
  for (const [name, bytes] of cluster.files) {
    const place = path.posix.join(dataFolder, name);
    files.writeFile(place, bytes);
    files.chmod(place, 0o600);
  }
}
