import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { PackTarget } from '../ids';
import { askWhich } from './ask';
import type { AuthoredPack, AuthoredPacks } from './authoredPacks';

/**
 * The pack that was pointed at, else the one that is being written, else the only one, else the one that is chosen.
 * @throws HumanError when there is none; vscode.CancellationError when the person goes away
 */
export async function packFor(
  authored: AuthoredPacks,
  target: PackTarget | undefined,
  title: string,
): Promise<AuthoredPack> {
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
    { title, placeHolder: vscode.l10n.t('In which pack?') },
  );
  return picked.pack;
}
