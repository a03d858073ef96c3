import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildPack } from '../../core/pack/buildPack';
import { HumanError } from '../../core/errors';
import { parsePack } from '../../core/pack/parsePack';
import { compileSuite } from '../../node/bundledPacks';
import { packDrillpack } from '../../node/drillpack/drillpack';
import { readPack } from '../../node/packFiles';
import { located } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';
import { readKey, type KeyOptions } from './signingKey';

export interface BuildOptions extends Partial<KeyOptions> {
  /** The folder of the pack. */
  readonly pack: string;
  /** The file to write; named after the pack when absent. */
  readonly out?: string;
}

/** Writes a pack as one file, the same bytes for the same pack. A pack with mistakes is not built. */
export async function build({ pack: folder, out, ...keyOptions }: BuildOptions, io: Io): Promise<ExitCode> {
  const source = await readPack(folder);
  const { pack, problems } = parsePack(source);
  for (const problem of problems) io.err(located({ folder, problem }));
  if (!pack || problems.some(({ severity }) => severity === 'error'))
    throw new HumanError('bad-pack', `${folder} is not built. Correct the mistakes above first.`);
  const key = await readKey(keyOptions);
  const bytes = packDrillpack(pack, buildPack(pack, source, compileSuite), key);
  const file = out ?? `${pack.id}-${pack.version}.drillpack`;
  await writeFile(file, bytes);
  const size = `${Math.ceil(bytes.length / 1_024)} KiB`;
  const by = key ? `, signed by “${key.name}”` : ', not signed';
  io.out(`${path.normalize(file)}: ${pack.exercises.length} exercises, ${size}${by}`);
  return exitCodes.ok;
}
