import { buildPack } from '../../core/pack/buildPack';
import type { Pack } from '../../core/exercise';
import { parsePack } from '../../core/pack/parsePack';
import type { Problem } from '../../core/pack/problem';
import { compileSuite } from '../bundledPacks';
import { readPack } from '../packFiles';
import { packDrillpack } from './drillpack';

/** Who signs, and with what. */
export interface SigningKey {
  readonly name: string;
  /** In PEM. */
  readonly privateKey: string;
}

export interface BuildableFolder {
  readonly problems: readonly Problem[];
  /** Missing when there is an error among the problems: a pack with mistakes is not built. */
  readonly buildable?: {
    readonly pack: Pack;
    /** The bytes of a `.drillpack`, the same for the same pack. */
    readonly build: (key?: SigningKey) => Uint8Array;
  };
}

/** A pack as it is on disk, and how it becomes one file. @throws HumanError when the folder cannot be read as a pack. */
export async function openForBuild(folder: string): Promise<BuildableFolder> {
  const source = await readPack(folder);
  const { pack, problems } = parsePack(source);
  if (!pack || problems.some(({ severity }) => severity === 'error')) return { problems };
  const build = (key?: SigningKey): Uint8Array => packDrillpack(pack, buildPack(pack, compileSuite), key);
  return { problems, buildable: { pack, build } };
}
