import * as l10n from '@vscode/l10n';
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
} from '../core/authoring/newPack';
import { HumanError } from '../core/errors';
import { idPattern } from '../core/pack/names';
import { parsePack } from '../core/pack/parsePack';
import { nearest, oneOf } from '../core/pack/suggest';
import type { Installation } from './installation';
import { readPack } from './packFiles';

export interface NewPack {
  /** The folder that becomes the pack; its name is the pack's id. */
  readonly folder: string;
  readonly title: string;
  readonly author: string;
}

export interface NewExercise {
  /** The id, which is also the folder. */
  readonly id: string;
  /** The folder of the pack. */
  readonly pack: string;
  /** The id of a template. */
  readonly template: string;
  readonly title: string;
}

/** How pack.yaml is read and written; an editor may hold it unsaved. */
export interface ManifestAccess {
  read(file: string): Promise<string>;
  write(file: string, text: string): Promise<void>;
}

/** What a new exercise can begin with. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

export async function readTemplates({ templates }: Installation): Promise<readonly Template[]> {
  const { pack } = parsePack(await readPack(templates));
  return (pack?.exercises ?? []).map(({ id, title, summary }) => ({ id, title, summary }));
}

/**
 * Begins a pack in a folder that is empty or not there.
 * @throws HumanError when the name is no id or the folder is taken.
 */
export async function writeNewPack(
  { folder, title, author }: NewPack,
  installation: Installation,
): Promise<void> {
  const id = path.basename(path.resolve(folder));
  requireId(id, l10n.t('The name of the folder'));
  const present = await readdir(folder).catch(() => []);
  if (present.length > 0)
    throw new HumanError(
      'occupied',
      l10n.t('{0} is not empty. A pack begins in a folder of its own.', folder),
    );
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'pack.yaml'), newPackYaml({ id, title, author }), { flag: 'wx' });
  await writeTypes(folder, installation);
}

/**
 * Adds an exercise to a pack, beginning from a template that is sound. Answers with its files, by path in the pack.
 * @throws HumanError when the id, the template or the pack will not do, or the folder is there already.
 */
export async function writeNewExercise(
  { id, pack, template, title }: NewExercise,
  installation: Installation,
  manifest: ManifestAccess = onDisk,
): Promise<readonly string[]> {
  requireId(id, l10n.t('The id of an exercise'));
  const templates = await readPack(installation.templates);
  const known = templates.list().flatMap(file => /^([^/]+)\/exercise\.yaml$/.exec(file)?.[1] ?? []);
  if (!known.includes(template)) throw unknownTemplate(template, known);
  return addExercise(pack, id, exerciseFrom(templates, template, { title }), installation, manifest);
}

/**
 * Adds an exercise to a pack. Answers with its files, by path in the pack.
 * @param begun its files, by path in the exercise
 * @throws HumanError when the id or the pack will not do, or the folder is there already.
 */
export async function addExercise(
  pack: string,
  id: string,
  begun: Readonly<Record<string, string>>,
  installation: Installation,
  manifest: ManifestAccess = onDisk,
): Promise<readonly string[]> {
  requireId(id, l10n.t('The id of an exercise'));
  const packFile = path.join(pack, 'pack.yaml');
  const yaml = await manifest.read(packFile).catch((cause: unknown) => {
    throw new HumanError(
      'no-pack',
      l10n.t('There is no {0}. "design-drills new pack" makes one.', packFile),
      {
        cause,
      },
    );
  });
  const extended = addToPack(yaml, id);
  if (extended === undefined)
    throw new HumanError(
      'bad-pack',
      l10n.t('{0} has no module with a list of exercises. Add one first.', packFile),
    );
  if (existsSync(path.join(pack, id)))
    throw new HumanError('occupied', l10n.t('{0} exists already. Choose another id.', path.join(pack, id)));

  const hasCode = Object.keys(begun).some(file => file.endsWith('.ts'));
  const all = hasCode ? { ...begun, 'tsconfig.json': exerciseTsconfig } : begun;
  const files = Object.fromEntries(Object.entries(all).map(([file, text]) => [`${id}/${file}`, text]));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(pack, file)), { recursive: true });
    await writeFile(path.join(pack, file), text, { flag: 'wx' });
  }
  await writeTypes(pack, installation);
  await manifest.write(packFile, extended); // last: what it lists is there
  return Object.keys(files);
}

/** The declarations of this version, so that an editor without the extension knows what suites may use. */
export async function writeTypes(pack: string, { types }: Installation): Promise<void> {
  const target = path.join(pack, typesFolder);
  await mkdir(path.join(target, 'types'), { recursive: true });
  for (const name of (await readdir(types)).filter(file => file.endsWith('.d.ts')))
    await copyFile(path.join(types, name), path.join(target, 'types', name));
  await writeFile(path.join(target, 'tsconfig.json'), packTsconfig);
}

/**
 * As `writeTypes`, where the pack's exercises ask for the types and they are missing or of another version: after a
 * checkout, say, or an update. Answers whether anything was written.
 */
export async function refreshTypes(
  pack: string,
  tsconfigs: readonly string[],
  installation: Installation,
): Promise<boolean> {
  if (!tsconfigs.some(text => text.includes(`../${typesFolder}/`))) return false;
  const target = path.join(pack, typesFolder);
  const wanted = new Map([[path.join(target, 'tsconfig.json'), packTsconfig]]);
  for (const name of (await readdir(installation.types)).filter(file => file.endsWith('.d.ts')))
    wanted.set(path.join(target, 'types', name), await readFile(path.join(installation.types, name), 'utf8'));
  const present = await Promise.all(
    [...wanted].map(async ([file, text]) => (await readFile(file, 'utf8').catch(() => undefined)) === text),
  );
  if (present.every(Boolean)) return false;
  await writeTypes(pack, installation);
  return true;
}

const onDisk: ManifestAccess = {
  read: file => readFile(file, 'utf8'),
  write: (file, text) => writeFile(file, text),
};

function requireId(id: string, what: string): void {
  if (!idPattern.test(id))
    throw new HumanError(
      'bad-id',
      l10n.t('{0} must be lower-case words joined by hyphens, such as rate-limiting, not “{1}”.', what, id),
    );
}

function unknownTemplate(template: string, known: readonly string[]): HumanError {
  const meant = nearest(template, known);
  const hint = meant ? l10n.t('Did you mean "{0}"?', meant) : l10n.t('There are {0}.', oneOf(known));
  return new HumanError('unknown-template', l10n.t('There is no template "{0}". {1}', template, hint));
}
