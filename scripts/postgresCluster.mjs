/**
 * The files that the Postgres service needs beside its bundle, made from the PGlite package: its WebAssembly module, the
 * files that Postgres reads, and a data folder that has been set up already. Making them takes a minute, mostly of
 * compression, so they are kept in the cache.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { cached } from './cache.mjs';
import { inRoot } from './paths.mjs';

const require = createRequire(import.meta.url);
const compress = promisify(zlib.brotliCompress);
const dist = path.dirname(require.resolve('@electric-sql/pglite'));

const setUp = readFileSync(inRoot('src', 'sandbox', 'services', 'postgres', 'setUp.sql'), 'utf8');

/** Of all that decides what is made here: a cached folder is used for as long as it stays as it is. */
const recipe = createHash('sha256')
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .update(readFileSync(path.join(dist, '..', 'package.json')))
  .update(setUp)
  .digest('hex')
  .slice(0, 12);

/**
 * Puts them into `folder`.
 *
 * @param {string} folder
 */
export async function copyPostgresFiles(folder) {
  const made = await cached(`postgres-${recipe}`, make);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(made)) cpSync(path.join(made, file), path.join(folder, file));
}

/** @param {string} folder */
async function make(folder) {
  const files = {
    'module.wasm': readFileSync(path.join(dist, 'pglite.wasm')),
    'share.data': usedShare(),
    'cluster.data': await initialisedCluster(),
  };
  await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => {
      writeFileSync(path.join(folder, `${name}.br`), await compressed(bytes));
    }),
  );
}

/** @param {Buffer} bytes */
const compressed = bytes =>
  compress(bytes, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY,
      [zlib.constants.BROTLI_PARAM_LGWIN]: zlib.constants.BROTLI_MAX_WINDOW_BITS,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

/** What a running server reads. Set-up scripts, other encodings and rules of other languages are left out. */
const usedFiles = [
  '/home/postgres/',
  '/pglite/bin/',
  '/pglite/locale-a',
  '/pglite/password',
  '/pglite/pgstd',
  '/pglite/lib/postgresql/plpgsql.so',
  '/pglite/lib/postgresql/dict_snowball.so',
  '/pglite/share/postgresql/extension/',
  '/pglite/share/postgresql/timezone/',
  '/pglite/share/postgresql/timezonesets/',
  '/pglite/share/postgresql/tsearch_data/',
];

/** The package of files that PGlite unpacks at its start, which must keep its size: what is not used is blank. */
function usedShare() {
  const data = Buffer.from(readFileSync(path.join(dist, 'pglite.data')));
  const glue = readFileSync(path.join(dist, 'pglite.js'), 'utf8');
  const entries = [...glue.matchAll(/\{filename:"([^"]+)",start:([\de.]+),end:([\de.]+)/g)];
  if (entries.length < 100) throw new Error('The list of files in pglite.data was not found.');
  for (const [, name = '', start, end] of entries)
    if (!usedFiles.some(used => name.startsWith(used))) data.fill(0, Number(start), Number(end));
  return data;
}

const dataFolder = '/pglite/data';

/** A data folder after initdb: one database, byte order for text, and no space wasted on further copies of it. */
async function initialisedCluster() {
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create({
    fs: new KeptFiles(),
    initDbStartParams: [
      ...['--wal-segsize=1', '--encoding=UTF8', '--no-instructions'],
      ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ],
  });
  await database.exec(setUp);
  for (const statement of [
    'update pg_database set datistemplate = false',
    'drop database template0',
    'drop database template1',
    'vacuum freeze',
    'analyze',
    'checkpoint',
    'select pg_switch_wal()',
    'checkpoint',
  ])
    await database.query(statement);
  const { rows } = await database.query('select pg_walfile_name(pg_current_wal_lsn()) as name');
  const [{ name: segment }] = /** @type {[{ name: string }]} */ (rows);
  const { FS } = database.Module;
  await database.close(); // as a server shuts down: nothing is left to recover
  return archiveOf(FS, file => !file.startsWith('pg_wal/0') || file === `pg_wal/${segment}`);
}

/** Files in memory that outlive the database which is closed. */
class KeptFiles {
  /** @param {unknown} _ @param {object} emscriptenOpts */
  async init(_, emscriptenOpts) {
    return { emscriptenOpts };
  }
  async initialSyncFs() {}
  async syncToFs() {}
  async closeFs() {}
  /** @returns {Promise<never>} */
  async dumpTar() {
    throw new Error('not needed');
  }
}

/**
 * All files in one: the length of a header, the header as JSON, and the contents one after another.
 *
 * @param {import('@electric-sql/pglite').PGlite['Module']['FS']} files
 * @param {(file: string) => boolean} wanted
 */
function archiveOf(files, wanted) {
  /** @type {string[]} */
  const folders = [];
  /** @type {[path: string, bytes: number][]} */
  const entries = [];
  /** @type {Uint8Array[]} */
  const contents = [];
  /** @param {string} folder */
  const walk = folder => {
    for (const name of files.readdir(path.posix.join(dataFolder, folder)).sort()) {
      if (name === '.' || name === '..') continue;
      const file = path.posix.join(folder, name);
      const place = path.posix.join(dataFolder, file);
      if (files.isDir(files.stat(place).mode)) {
        folders.push(file);
        walk(file);
      } else if (wanted(file)) {
        const bytes = files.readFile(place);
        entries.push([file, bytes.length]);
        contents.push(bytes);
      }
    }
  };
  walk('');
  const header = Buffer.from(JSON.stringify({ folders, entries }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([length, header, ...contents]);
}
