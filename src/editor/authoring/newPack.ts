import { existsSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { suggestId } from '../../core/authoring/suggestId';
import { writeNewPack } from '../../node/packWriter';
import { isOnDisk } from '../gate';
import type { Services } from '../services';
import { askText, askWhich, titleFault } from './ask';
import type { AuthoredPacks } from './authoredPacks';
import { askTemplate, createExercise, idFault } from './newExercise';
import { requireTrust } from './trust';

/**
 * Asks for a title, a place, an id and what the first exercise is like: a pack without one cannot be used. Nothing is
 * written before the last answer.
 */
export async function newPack(
  services: Pick<Services, 'installation' | 'packs'>,
  authored: AuthoredPacks,
  beside: vscode.Uri | undefined,
): Promise<void> {
  requireTrust();
  await authored.ready;
  const title = await askText({
    title: vscode.l10n.t('New Pack (1/4)'),
    prompt: vscode.l10n.t('What do people call it?'),
    placeHolder: vscode.l10n.t('Backend interviews'),
    fault: titleFault,
  });
  const parent = beside?.fsPath ?? (await askParent(authored));
  const id = await askText({
    title: vscode.l10n.t('New Pack (3/4)'),
    prompt: vscode.l10n.t('Its id, which is also its folder in {0}. Progress is kept by it.', parent),
    value: suggestId(title, present(parent)),
    fault: value => idFault(value) ?? folderFault(path.join(parent, value)),
  });
  const template = await askTemplate(services, vscode.l10n.t('New Pack (4/4): First Exercise'));
  const folder = path.join(parent, id);
  await writeNewPack({ folder, title, author: author() }, services.installation);
  await createExercise(services, { folder, ...template, template: template.id });
  if (!vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder))) await offerToOpen(folder);
}

/** Beside packs that are there, or in a folder of the workspace, or anywhere. */
async function askParent(authored: AuthoredPacks): Promise<string> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri).filter(isOnDisk);
  const isOpen = (folder: string) => !!vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  const besides = authored.all.map(pack => path.dirname(pack.folder)).filter(isOpen);
  // A pack that is itself the folder of the workspace holds no other.
  const roots = folders
    .map(({ fsPath }) => fsPath)
    .filter(root => !authored.all.some(pack => pack.folder === root));
  const places = [...new Set([...besides, ...roots])];
  const elsewhere = vscode.l10n.t('Another Folder…');
  if (places.length > 0) {
    const picked = await askWhich(
      [
        ...places.map(place => ({ label: vscode.workspace.asRelativePath(place), detail: place, place })),
        { label: elsewhere, detail: vscode.l10n.t('Anywhere on this computer'), place: undefined },
      ],
      {
        title: vscode.l10n.t('New Pack (2/4)'),
        placeHolder: vscode.l10n.t('Where? The pack gets a folder of its own in it.'),
      },
    );
    if (picked.place !== undefined) return picked.place;
  }
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('New Pack (2/4)'),
      openLabel: vscode.l10n.t('Begin the Pack Here'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  if (!chosen) throw new vscode.CancellationError();
  return chosen.fsPath;
}

const present = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

const folderFault = (folder: string): string | undefined =>
  present(folder).length > 0
    ? vscode.l10n.t('There is a folder of that name, and it is not empty.')
    : undefined;

/** A first guess, to be corrected in pack.yaml. */
function author(): string {
  try {
    return userInfo().username || 'Its authors';
  } catch {
    return 'Its authors'; // some containers have no user
  }
}

async function offerToOpen(folder: string): Promise<void> {
  const open = vscode.l10n.t('Open Folder');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The pack is in {0}, which is not open. Open it to see it among the exercises.', folder),
    open,
  );
  if (answer === open) await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder));
}
