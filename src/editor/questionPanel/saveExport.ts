import * as path from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { Export } from '../../protocol/panel';

/** A picture of a screen in base64 is far below this. Characters. */
const mostCharacters = 32 * 1024 * 1024;

/** Asks where to, and writes it there. False when the person changed their mind. */
export async function saveExport(
  { name, kind, data }: Export,
  folder: vscode.Uri | undefined,
): Promise<boolean> {
  if (data.length > mostCharacters)
    throw new HumanError('export-too-large', vscode.l10n.t('The picture is too large to be written.'));
  const uri = await vscode.window.showSaveDialog({
    filters: kind === 'png' ? { [vscode.l10n.t('Picture')]: ['png'] } : { [vscode.l10n.t('Table')]: ['csv'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, fileName(name, kind)) }),
  });
  if (!uri) return false;
  const bytes = Buffer.from(data, kind === 'png' ? 'base64' : 'utf8');
  await vscode.workspace.fs.writeFile(uri, bytes);
  return true;
}

/** Titles of checks are prose: what no file system takes is left out. */
function fileName(name: string, kind: Export['kind']): string {
  const stem = path
    .basename(name, `.${kind}`)
    .replace(/[^\p{L}\p{N} ._-]/gu, '')
    .trim()
    .slice(0, 80);
  return `${stem || 'trace'}.${kind}`;
}
