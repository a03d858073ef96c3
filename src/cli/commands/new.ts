import path from 'node:path';
import type { Installation } from '../../node/installation';
import { writeNewExercise, writeNewPack, type NewExercise, type NewPack } from '../../node/packWriter';
import { exitCodes, type ExitCode, type Io } from '../io';

/** Begins a pack in a folder that is empty or not there. */
export async function newPack(pack: NewPack, installation: Installation, io: Io): Promise<ExitCode> {
  await writeNewPack(pack, installation);
  io.out(`${path.join(pack.folder, 'pack.yaml')}: the pack “${pack.title}”`);
  io.out(`Next: design-drills new exercise first-one --pack ${pack.folder} --title "…" --template limiter`);
  return exitCodes.ok;
}

/** Adds an exercise to a pack, beginning from a template that is sound. */
export async function newExercise(
  exercise: NewExercise,
  installation: Installation,
  io: Io,
): Promise<ExitCode> {
  const files = await writeNewExercise(exercise, installation);
  const { id, pack, template } = exercise;
  io.out(`${path.join(pack, id)}: ${files.length} files from the template “${template}”`);
  io.out(`Next: design-drills verify ${pack} --exercise ${id}`);
  return exitCodes.ok;
}
