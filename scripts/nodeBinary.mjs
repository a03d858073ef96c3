import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cached } from './cache.mjs';
import { npm } from './processes.mjs';

/**
 * @typedef {object} Node
 * @property {string} binary
 * @property {string} home where its headers are, for compiling native modules
 */

/**
 * A Node of this major version, from the packages that carry the binary. They are asked for directly, so that it also
 * works where install scripts are switched off.
 *
 * @param {number} major
 * @returns {Promise<Node>}
 */
export async function ensureNode(major) {
  const name = packageName();
  const folder = await cached(`node-${major}-${process.platform}-${process.arch}`, async building => {
    await writeFile(path.join(building, 'package.json'), JSON.stringify({ private: true }));
    await npm(['install', `${name}@${major}`, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: building,
    });
    if (!existsSync(binaryIn(path.join(building, 'node_modules', name))))
      throw new Error(`${name}@${major} holds no Node.`);
  });
  const home = path.join(folder, 'node_modules', name);
  return { binary: binaryIn(home), home };
}

/** @param {string} home */
const binaryIn = home => path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

function packageName() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${system}-${process.arch}`;
}
