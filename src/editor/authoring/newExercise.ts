import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { suggestId } from '../../core/authoring/suggestId';
import { idPattern } from '../../core/pack/names';
import { readTemplates, writeNewExercise, type Template } from '../../node/packWriter';
import type { PackTarget } from '../ids';
import type { Services } from '../services';
import { readText, writeText } from '../texts';
import { askText, askWhich, titleFault } from './ask';
import type { AuthoredPack, AuthoredPacks } from './authoredPacks';
import { packFor } from './packFor';
import { requireTrust } from './trust';

type NewExerciseServices = Pick<Services, 'installation' | 'packs'>;

/** Asks for a title, an id and a template, writes the exercise, and opens what is to be written next. */
export async function newExercise(
  services: NewExerciseServices,
  authored: AuthoredPacks,
  target: PackTarget | undefined,
): Promise<void> {
  requireTrust();
  await authored.ready;
  const pack = await packFor(authored, target, vscode.l10n.t('New Exercise'));
  const title = await askText({
    title: vscode.l10n.t('New Exercise in “{0}” (1/3)', pack.id),
    prompt: vscode.l10n.t('What do people call it?'),
    placeHolder: vscode.l10n.t('A limit for every key'),
    fault: titleFault,
  });
  const id = await askText({
    title: vscode.l10n.t('New Exercise in “{0}” (2/3)', pack.id),
    prompt: vscode.l10n.t('Its id, which is also its folder. It stays when the title changes.'),
    value: suggestId(title, pack.exercises),
    fault: value => exerciseIdFault(value, pack),
  });
  const template = await askTemplate(services, vscode.l10n.t('New Exercise in “{0}” (3/3)', pack.id));
  await createExercise(services, { folder: pack.folder, id, title, template: template.id });
}

/** Writes it and opens its exercise.yaml and its question.md. */
export async function createExercise(
  { installation, packs }: NewExerciseServices,
  exercise: {
    readonly folder: string;
    readonly id: string;
    readonly title: string;
    readonly template: string;
  },
): Promise<void> {
  const { folder, id, title, template } = exercise;
  await writeNewExercise({ pack: folder, id, title, template }, installation, throughEditor);
  const [yaml, question] = [path.join(folder, id, 'exercise.yaml'), path.join(folder, id, 'question.md')];
  await vscode.window.showTextDocument(vscode.Uri.file(yaml), { preview: false });
  if (existsSync(question))
    await vscode.window.showTextDocument(vscode.Uri.file(question), { preview: false });
  await packs.refresh(); // the watch would, a moment later
}

/** pack.yaml may be open, and may hold what is not saved. */
const throughEditor = {
  read: async (file: string): Promise<string> => {
    const text = await readText(vscode.Uri.file(file));
    if (text === undefined) throw vscode.FileSystemError.FileNotFound(file);
    return text;
  },
  write: (file: string, text: string): Promise<void> => writeText(vscode.Uri.file(file), text),
};

export function exerciseIdFault(value: string, pack: Pick<AuthoredPack, 'folder'>): string | undefined {
  const fault = idFault(value);
  if (fault !== undefined) return fault;
  return existsSync(path.join(pack.folder, value))
    ? vscode.l10n.t('The pack has a folder “{0}” already.', value)
    : undefined;
}

export const idFault = (value: string): string | undefined =>
  idPattern.test(value)
    ? undefined
    : vscode.l10n.t('Lower-case words joined by hyphens, such as rate-limiting.');

export async function askTemplate(
  { installation }: Pick<Services, 'installation'>,
  title: string,
): Promise<Template> {
  const templates = await readTemplates(installation);
  const picked = await askWhich(
    templates.map(template => ({
      label: template.title,
      description: template.id,
      detail: template.summary,
      template,
    })),
    { title, placeHolder: vscode.l10n.t('What is it like? Each of these is small, and sound as it stands.') },
  );
  return picked.template;
}
