import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cached } from './cache.mjs';
import { npm } from './processes.mjs';

export const bunVersion = '1.4.5';

/**
 * Bun, from the package that carries the binary for this machine. It is asked for directly, so that it also works where
 * install scripts are switched off.
 *
 * @returns {Promise<string>} the binary
 */
export async function ensureBun() {
  const name = packageName();
  const folder = await cached(`bun-${bunVersion}-${process.platform}-${process.arch}`, async building => {
    await writeFile(path.join(building, 'package.json'), JSON.stringify({ private: true }));
    await npm(['install', `${name}@${bunVersion}`, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: building,
    });
    if (!existsSync(binaryIn(building, name))) throw new Error(`${name}@${bunVersion} holds no Bun.`);
  });
  return binaryIn(folder, name);
}

/** @param {string} folder @param {string} name */
const binaryIn = (folder, name) =>
  path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'bun.exe' : 'bun');

function packageName() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@oven/bun-${system}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`;
}
