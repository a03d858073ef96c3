import path from 'node:path';
import { HumanError } from '../../core/errors';
import { importExercise } from '../../node/authoring/import/importExercise';
import { findLicense, readSource } from '../../node/authoring/import/readSource';
import { loadAuthoring } from '../../node/authoring/loadAuthoring';
import type { Installation } from '../../node/installation';
import { addExercise } from '../../node/packWriter';
import { exitCodes, type ExitCode, type Io } from '../io';
import { printable } from '../style';

export interface ImportOptions {
  /** The folder of the exercise to begin from. */
  readonly folder: string;
  /** The folder of the pack. */
  readonly pack: string;
  readonly id?: string;
  readonly title?: string;
  readonly license?: string;
}

/** Adds an exercise to a pack, beginning from a folder that is laid out as on Exercism's TypeScript track. */
export async function importFolder(
  options: ImportOptions,
  installation: Installation,
  io: Io,
): Promise<ExitCode> {
  const { folder, pack } = options;
  const source = await readSource(folder);
  const id = options.id ?? path.basename(path.resolve(folder));
  const title = options.title ?? titled(id);
  const license = options.license ?? (await findLicense(folder));
  if (license === undefined)
    throw new HumanError(
      'no-license',
      `Nothing in or above ${folder} says under which licence it may be used. Ask its authors, and name it with --license.`,
    );
  const { convertSuite } = loadAuthoring(installation.dist);
  const { files, toDos } = importExercise(source, { title, license }, convertSuite);
  const written = await addExercise(pack, id, files, installation);
  io.out(`${path.join(pack, id)}: ${written.length} files from ${folder}, under ${license}`);
  io.out(`Left to do:`);
  for (const { file, line, what } of toDos) {
    const place = file === 'exercise.yaml' ? path.join(pack, id, file) : `${path.join(folder, file)}:${line}`;
    io.out(`  ${place}: ${printable(what)}`);
  }
  io.out(`Then: design-drills verify ${pack} --exercise ${id}`);
  return exitCodes.ok;
}

/** `word-count` as people write it. */
const titled = (id: string): string => {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
