import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../core/errors';
import { openForBuild } from '../../node/drillpack/buildFolder';
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
  const { problems, buildable } = await openForBuild(folder);
  for (const problem of problems) io.err(located({ folder, problem }));
  if (!buildable)
    throw new HumanError('bad-pack', `${folder} is not built. Correct the mistakes above first.`);
  const { pack } = buildable;
  const key = await readKey(keyOptions);
  const bytes = buildable.build(key);
  const file = out ?? `${pack.id}-${pack.version}.drillpack`;
  await writeFile(file, bytes);
  const size = `${Math.ceil(bytes.length / 1_024)} KiB`;
  const by = key ? `, signed by “${key.name}”` : ', not signed';
  io.out(`${path.normalize(file)}: ${pack.exercises.length} exercises, ${size}${by}`);
  return exitCodes.ok;
}
