import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { assertNever, HumanError } from '../../core/errors';
import { isChecked, type Exercise } from '../../core/exercise';
import { answersFolder } from '../../core/pack/names';
import { formerRefsOf } from '../../core/pack/catalog';
import { nearest, oneOf } from '../../core/pack/suggest';
import { planScaffold } from '../../core/scaffold';
import { readAttempt, sha256, writePlanned } from '../../node/attemptFiles';
import type { Installation } from '../../node/installation';
import { loadExercise } from '../catalog';
import { exitCodes, type ExitCode, type Io } from '../io';

export interface ScaffoldOptions {
  readonly ref: string;
  readonly into: string;
  readonly packs: readonly string[];
  readonly solution: boolean;
  readonly wrong?: string;
}

export async function scaffold(
  options: ScaffoldOptions,
  installation: Installation,
  io: Io,
): Promise<ExitCode> {
  const { exercise, pack } = await loadExercise(options.ref, options.packs, installation);
  const overlay = overlayOf(exercise, options);
  await makeFolder(options.into);
  const { files, marker } = await readAttempt(options.into);
  const plan = planScaffold(
    {
      exercise,
      packVersion: pack.version,
      environment: await installation.environment(exercise.services),
      sha256,
      formerly: formerRefsOf({ card: exercise, pack }),
      overlay,
    },
    { files, ...(marker === undefined || marker === 'broken' ? {} : { record: marker }) },
  );
  switch (plan.kind) {
    case 'other-exercise':
      throw new HumanError(
        'other-exercise',
        `${options.into} holds an attempt at ${plan.exercise}. Choose another folder.`,
      );
    case 'occupied':
      throw new HumanError(
        'occupied',
        `${options.into} has files of its own: ${plan.paths.join(', ')}. Choose another folder.`,
      );
    case 'write':
      await writePlanned(options.into, plan.files, { version: 1, ...plan.record });
      for (const { action, path: file } of plan.files)
        io.out(`${said[action]} ${path.join(options.into, file)}`);
      if (!isChecked(exercise)) sayWhereAnswersGo(exercise, options.into, io);
      return exitCodes.ok;
    default:
      return assertNever(plan);
  }
}

function sayWhereAnswersGo({ title, discussions }: Exercise, folder: string, io: Io): void {
  io.out(`“${title}” is answered in writing:`);
  for (const { id, title: question } of discussions)
    io.out(`  ${path.join(folder, answersFolder, `${id}.md`)}  ${question}`);
}

const said = { create: 'created ', keep: 'kept    ', restore: 'replaced' } as const;

function overlayOf(exercise: Exercise, { solution, wrong }: ScaffoldOptions): Record<string, string> {
  if (solution && wrong !== undefined)
    throw new HumanError('usage', 'Choose --solution or --wrong, not both.');
  if (!isChecked(exercise) && (solution || wrong !== undefined))
    throw new HumanError(
      'nothing-to-run',
      `“${exercise.title}” is answered in writing: it has no solution and no wrong variants. Leave the option out.`,
    );
  const solved = Object.fromEntries(exercise.files.map(file => [file.path, file.solution]));
  if (wrong === undefined) return solution ? solved : {};
  const variant = exercise.wrong.find(({ id }) => id === wrong);
  if (variant) return { ...solved, ...variant.files };
  const ids = exercise.wrong.map(({ id }) => id);
  const hint = ids.length === 0 ? 'This pack was built without them.' : `There are ${oneOf(ids)}.`;
  const meant = nearest(wrong, ids);
  throw new HumanError(
    'unknown-variant',
    `There is no wrong variant "${wrong}". ${meant ? `Did you mean "${meant}"?` : hint}`,
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HumanError('no-folder', `The folder ${folder} cannot be made: ${reason}.`, { cause });
  }
}
