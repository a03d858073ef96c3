import path from 'node:path';
import { buildBundledPack } from '../../node/bundledPacks';
import { type Installation, packsBelow } from '../../node/installation';
import { located } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';

export interface BuildBundledOptions {
  /** The folder that gets one folder for each pack. */
  readonly into: string;
  /** Leave out exercises that have mistakes, instead of failing. */
  readonly draft: boolean;
}

/** For the build of the extension itself: the packs of `exercises`, as the VSIX ships them. */
export async function buildBundled(
  { into, draft }: BuildBundledOptions,
  { root }: Installation,
  io: Io,
): Promise<ExitCode> {
  for (const folder of await packsBelow(path.join(root, 'exercises'))) {
    const target = path.join(into, path.basename(folder));
    const { pack, problems } = await buildBundledPack(folder, target, { draft });
    for (const problem of problems) io.err(located({ folder, problem }));
    io.out(`${pack.id} ${pack.version}: ${pack.exercises.length} exercises in ${target}`);
  }
  return exitCodes.ok;
}
