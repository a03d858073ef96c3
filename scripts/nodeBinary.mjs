import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cached } from './cache.mjs';
import { npm } from './processes.mjs';

/**
 * A Node of this major version: the one that runs us when it fits, else one from the packages that carry the binary.
 * Those packages are asked for directly, so that it also works where install scripts are switched off.
 *
 * @param {number} major
 * @param {{ own?: boolean }} [options] `own: false` never takes the one that runs us
 * @returns {Promise<string>} the path of the binary
 */
export async function ensureNode(major, { own = true } = {}) {
  if (own && Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const name = packageName();
  const folder = await cached(`node-${major}-${process.platform}-${process.arch}`, async building => {
    await writeFile(path.join(building, 'package.json'), JSON.stringify({ private: true }));
    await npm(['install', `${name}@${major}`, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: building,
    });
    const bin = path.join(building, 'node_modules', name, 'bin');
    if (!(await readdir(bin)).includes(binary)) throw new Error(`${name}@${major} holds no ${binary}.`);
  });
  return path.join(folder, 'node_modules', name, 'bin', binary);
}

/** @param {string} file a binary that {@link ensureNode} returned @returns {Promise<string>} its version, like `24.21.0` */
export async function nodeVersion(file) {
  if (file === process.execPath) return process.versions.node;
  const manifest = JSON.parse(await readFile(path.join(path.dirname(file), '..', 'package.json'), 'utf8'));
  return manifest.version;
}

const binary = process.platform === 'win32' ? 'node.exe' : 'node';

function packageName() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${system}-${process.arch}`;
}
