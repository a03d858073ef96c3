import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { suggestId } from '../../core/authoring/suggestId';
import { HumanError } from '../../core/errors';
import { idPattern } from '../../core/pack/names';
import { readTemplates, writeNewExercise, type Template } from '../../node/packWriter';
import type { PackTarget } from '../ids';
import type { Services } from '../services';
import { readText, writeText } from '../texts';
import { askText, askWhich, titleFault } from './ask';
import type { AuthoredPack, AuthoredPacks } from './authoredPacks';

type NewExerciseServices = Pick<Services, 'installation' | 'packs'>;

/** Asks for a title, an id and a template, writes the exercise, and opens what is to be written next. */
export async function newExercise(
  services: NewExerciseServices,
  authored: AuthoredPacks,
  target: PackTarget | undefined,
): Promise<void> {
  await authored.ready;
  const pack = await packFor(authored, target);
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

/** The pack that was pointed at, else the one that is being written, else the only one, else the one that is chosen. */
async function packFor(authored: AuthoredPacks, target: PackTarget | undefined): Promise<AuthoredPack> {
  const pointed =
    target === undefined
      ? undefined
      : target instanceof vscode.Uri
        ? authored.placeOf(target)?.pack
        : authored.all.find(({ folder }) => folder === target.pack.label);
  if (target !== undefined && !pointed)
    throw new HumanError('no-pack', vscode.l10n.t('There is no pack here that can be written.'));
  const active = authored.placeOf(vscode.window.activeTextEditor?.document.uri)?.pack;
  const known = pointed ?? active ?? (authored.all.length === 1 ? authored.all[0] : undefined);
  if (known) return known;
  if (authored.all.length === 0)
    throw new HumanError(
      'no-pack',
      vscode.l10n.t('There is no pack in this workspace yet. Begin one with “New Pack…”.'),
    );
  const picked = await askWhich(
    authored.all.map(pack => ({ label: pack.id, description: pack.folder, pack })),
    { title: vscode.l10n.t('New Exercise'), placeHolder: vscode.l10n.t('In which pack?') },
  );
  return picked.pack;
}
