import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import { openForBuild, type SigningKey } from '../../node/drillpack/buildFolder';
import { isSignerName } from '../../node/drillpack/signing';
import { isIn } from '../deletions';
import type { PackTarget } from '../ids';
import { askText, askWhich } from './ask';
import type { AuthoredPacks } from './authoredPacks';
import { packFor } from './packFor';

/** Writes a pack as one `.drillpack`, signed if the person has a key. Unsaved files of it are saved first. */
export async function buildPack(authored: AuthoredPacks, target: PackTarget | undefined): Promise<void> {
  await authored.ready;
  const { folder } = await packFor(authored, target, vscode.l10n.t('Build Pack'));
  for (const document of vscode.workspace.textDocuments)
    if (document.isDirty && isIn(vscode.Uri.file(folder), document.uri)) await document.save();
  const { buildable } = await openForBuild(folder);
  if (!buildable)
    throw new HumanError(
      'bad-pack',
      vscode.l10n.t(
        'A pack with mistakes is not built. The Problems panel says what is wrong in {0}.',
        folder,
      ),
    );
  const { pack } = buildable;
  const key = await askKey();
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Build “{0}” {1}', pack.title, pack.version),
    defaultUri: vscode.Uri.file(path.join(path.dirname(folder), `${pack.id}-${pack.version}.drillpack`)),
    filters: { [vscode.l10n.t('Design Drills pack')]: ['drillpack'] },
  });
  if (!file) throw new vscode.CancellationError();
  const bytes = buildable.build(key);
  await writeFile(file.fsPath, bytes);
  void tell(file, Math.ceil(bytes.length / 1_024), key);
}

/** Undefined for a pack that is not signed. */
async function askKey(): Promise<SigningKey | undefined> {
  const title = vscode.l10n.t('Build Pack: Signature');
  const picked = await askWhich(
    [
      {
        label: vscode.l10n.t('Sign With a Key…'),
        detail: vscode.l10n.t(
          'A private key from “design-drills keygen”: who installs the pack sees that it is yours.',
        ),
        signs: true,
      },
      {
        label: vscode.l10n.t('Do Not Sign'),
        detail: vscode.l10n.t('Nothing will show who made it, or that nobody has changed it since.'),
        signs: false,
      },
    ],
    { title, placeHolder: vscode.l10n.t('Sign the pack?') },
  );
  if (!picked.signs) return undefined;
  const [file] =
    (await vscode.window.showOpenDialog({ title, openLabel: vscode.l10n.t('Sign With This Key') })) ?? [];
  if (!file) throw new vscode.CancellationError();
  const name = await askText({
    title,
    prompt: vscode.l10n.t('The name that people see as the signer'),
    fault: value =>
      isSignerName(value)
        ? undefined
        : vscode.l10n.t(
            'One line of at most 100 letters, digits and common signs, beginning with a letter or digit.',
          ),
  });
  const privateKey = await readFile(file.fsPath, 'utf8').catch((cause: unknown) => {
    throw new HumanError('bad-key', vscode.l10n.t('The key {0} cannot be read.', file.fsPath), { cause });
  });
  return { name, privateKey };
}

async function tell(file: vscode.Uri, size: number, key: SigningKey | undefined): Promise<void> {
  const name = path.basename(file.fsPath);
  const show = vscode.l10n.t('Show File');
  const text = key
    ? vscode.l10n.t('{0} is written ({1} KiB), signed by “{2}”.', name, size, key.name)
    : vscode.l10n.t('{0} is written ({1} KiB), not signed.', name, size);
  if ((await vscode.window.showInformationMessage(text, show)) === show)
    await vscode.commands.executeCommand('revealFileInOS', file);
}
