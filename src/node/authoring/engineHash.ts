import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { VerifyPackOptions } from './verifyPack';

/**
 * SHA-256 in hex over the program itself, as far as verdicts depend on it: the code that judges, that of the child, and
 * Node. Another version of Design Drills has another one, and so has a build that somebody works on.
 */
export async function engineHash({
  dist,
  sandboxDir,
  environment,
}: Pick<VerifyPackOptions, 'dist' | 'sandboxDir' | 'environment'>): Promise<string> {
  const names = await readdir(sandboxDir, { recursive: true, withFileTypes: true });
  const files = [
    path.join(dist, 'authoring.js'),
    ...names
      .filter(entry => entry.isFile() && !entry.name.endsWith('.map'))
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .sort(),
  ];
  const hash = createHash('sha256');
  const [major = ''] = process.versions.node.split('.');
  hash.update(`${major} ${process.versions['electron'] ?? ''} ${environment}`);
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex');
}
