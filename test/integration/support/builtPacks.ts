import path from 'node:path';
import { buildPack } from '../../../src/core/pack/buildPack';
import { parsePack } from '../../../src/core/pack/parsePack';
import { memorySource } from '../../../src/core/pack/source';
import { compileSuite } from '../../../src/node/bundledPacks';
import { packDrillpack } from '../../../src/node/drillpack/drillpack';
import { generateKeys } from '../../../src/node/drillpack/signing';
import { readPack } from '../../../src/node/packFiles';

/** The folder of a pack in test/packs, from where this is built to. */
export const packFolder = (name: string): string =>
  path.resolve(__dirname, '..', '..', '..', '..', 'test', 'packs', name);

export const school = { ...generateKeys(), name: 'Backend School' };
export const stranger = { ...generateKeys(), name: 'Somebody Else' };

/** The pack `good` of test/packs as a `.drillpack`: the exercise `good/counter`. */
export async function builtGood(
  version: string,
  key?: { readonly name: string; readonly privateKey: string },
): Promise<Uint8Array> {
  const source = await readPack(packFolder('good'));
  const files = Object.fromEntries(source.list().map(file => [file, source.read(file) ?? '']));
  const changed = {
    ...files,
    'pack.yaml': (files['pack.yaml'] ?? '').replace(/^version: .*$/m, `version: ${version}`),
  };
  const { pack } = parsePack(memorySource('good', changed));
  if (!pack) throw new Error('test/packs/good is not a pack');
  return packDrillpack(pack, buildPack(pack, compileSuite), key);
}
