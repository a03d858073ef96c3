import path from 'node:path';
import type { Pack } from '../../../../../src/core/exercise';
import { buildPack } from '../../../../../src/core/pack/buildPack';
import { parsePack } from '../../../../../src/core/pack/parsePack';
import { readPack } from '../../../../../src/node/packFiles';

/** The pack of test/packs/good as it is built. */
export async function goodPack(): Promise<{ pack: Pack; files: Record<string, string> }> {
  const source = await readPack(path.resolve('test/packs/good'));
  const { pack } = parsePack(source);
  if (!pack) throw new Error('test/packs/good is not a pack');
  return { pack, files: buildPack(pack, (_, text) => text) };
}
