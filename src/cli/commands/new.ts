import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  addToPack,
  exerciseFrom,
  exerciseTsconfig,
  newPackYaml,
  packTsconfig,
  typesFolder,
} from '../../core/authoring/newPack';
import { HumanError } from '../../core/errors';
import { idPattern } from '../../core/pack/names';
import { nearest, oneOf } from '../../core/pack/suggest';
import type { Installation } from '../../node/installation';
import { readPack } from '../../node/packFiles';
import { exitCodes, type ExitCode, type Io } from '../io';

export interface NewPackOptions {
  /** The folder that becomes the pack; its name is the pack's id. */
  readonly folder: string;
  readonly title: string;
  readonly author: string;
}

export interface NewExerciseOptions {
  /** The id, which is also the folder. */
  readonly id: string;
  /** The folder of the pack. */
  readonly pack: string;
  readonly template: string;
  readonly title: string;
}

/** Begins a pack in a folder that is empty or not there. */
export async function newPack(
  { folder, title, author }: NewPackOptions,
  installation: Installation,
  io: Io,
): Promise<ExitCode> {
  const id = path.basename(path.resolve(folder));
  requireId(id, 'The name of the folder');
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0)
    throw new HumanError('occupied', `${folder} is not empty. A pack begins in a folder of its own.`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'pack.yaml'), newPackYaml({ id, title, author }), { flag: 'wx' });
  await writeTypes(folder, installation);
  io.out(`${path.join(folder, 'pack.yaml')}: the pack “${title}”`);
  io.out(`Next: design-drills new exercise first-one --pack ${folder} --title "…" --template limiter`);
  return exitCodes.ok;
}

/** Adds an exercise to a pack, beginning from a template that is sound. */
export async function newExercise(
  { id, pack, template, title }: NewExerciseOptions,
  installation: Installation,
  io: Io,
): Promise<ExitCode> {
  requireId(id, 'The id of an exercise');
  const templates = await readPack(installation.templates);
  const known = templates.list().flatMap(file => /^([^/]+)\/exercise\.yaml$/.exec(file)?.[1] ?? []);
  if (!known.includes(template)) throw unknownTemplate(template, known);
  const packFile = path.join(pack, 'pack.yaml');
  const yaml = await readFile(packFile, 'utf8').catch((cause: unknown) => {
    throw new HumanError('no-pack', `There is no ${packFile}. "design-drills new pack" makes one.`, {
      cause,
    });
  });
  const extended = addToPack(yaml, id);
  if (extended === undefined)
    throw new HumanError('bad-pack', `${packFile} has no module with a list of exercises. Add one first.`);
  if (existsSync(path.join(pack, id)))
    throw new HumanError('occupied', `${path.join(pack, id)} exists already. Choose another id.`);

  const files = {
    ...exerciseFrom(templates, template, { id, title }),
    [`${id}/tsconfig.json`]: exerciseTsconfig,
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(pack, file)), { recursive: true });
    await writeFile(path.join(pack, file), text, { flag: 'wx' });
  }
  await writeTypes(pack, installation);
  await writeFile(packFile, extended); // last: what it lists is there
  io.out(`${path.join(pack, id)}: ${Object.keys(files).length} files from the template “${template}”`);
  io.out(`Next: design-drills verify ${pack} --exercise ${id}`);
  return exitCodes.ok;
}

/** The declarations of this version, so that an editor without the extension knows what suites may use. */
async function writeTypes(pack: string, { types }: Installation): Promise<void> {
  const target = path.join(pack, typesFolder);
  await mkdir(path.join(target, 'types'), { recursive: true });
  for (const name of (await readdir(types)).filter(file => file.endsWith('.d.ts')))
    await copyFile(path.join(types, name), path.join(target, 'types', name));
  await writeFile(path.join(target, 'tsconfig.json'), packTsconfig);
}

function requireId(id: string, what: string): void {
  if (!idPattern.test(id))
    throw new HumanError(
      'bad-id',
      `${what} must be lower-case words joined by hyphens, such as rate-limiting, not “${id}”.`,
    );
}

function unknownTemplate(template: string, known: readonly string[]): HumanError {
  const meant = nearest(template, known);
  const hint = meant ? `Did you mean "${meant}"?` : `There are ${oneOf(known)}.`;
  return new HumanError('unknown-template', `There is no template "${template}". ${hint}`);
}
