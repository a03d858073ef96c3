import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import { insertionAt, requirementAt } from './languageActions';
import { languageFile } from './languageFiles';
import type { LanguageTexts } from './languageTexts';

/** A new requirement before the one that the cursor is in; those from there on move, wherever they are mentioned. */
export async function insertRequirement(texts: LanguageTexts): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const file = editor && (await languageFile(editor.document.uri, texts));
  const number = file && requirementAt(file, editor.selection.active);
  const edit = file && number !== undefined ? insertionAt(file, number) : undefined;
  if (!editor || !edit)
    throw new HumanError(
      'no-requirement',
      vscode.l10n.t('Put the cursor on a requirement of exercise.yaml; the new one comes before it.'),
    );
  await vscode.workspace.applyEdit(edit);
  const { document } = editor;
  const key = new RegExp(`^\\s*R${number}: $`, 'm').exec(document.getText());
  if (!key) return;
  const position = document.positionAt(key.index + key[0].length);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(editor.selection);
}
