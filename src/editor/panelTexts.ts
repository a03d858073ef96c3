import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { isPanelTexts, type PanelTexts } from '../protocol/panelTexts';

/** The panel's texts in the editor's language; undefined where there are none, and it speaks English. */
export function panelTexts(
  extension: vscode.Uri,
  language: string = vscode.env.language,
): PanelTexts | undefined {
  // A dialect, such as de-AT, has the texts of its language.
  for (const name of new Set([language, language.split('-')[0] ?? ''])) {
    if (!/^[a-z]{2,3}(-[a-z]+)?$/i.test(name)) continue;
    const file = vscode.Uri.joinPath(extension, 'media', 'l10n', `panel.${name.toLowerCase()}.json`);
    try {
      const table: unknown = JSON.parse(readFileSync(file.fsPath, 'utf8'));
      const texts = { language, table };
      if (isPanelTexts(texts)) return texts;
    } catch {
      // There is none, or one that nobody can read: the next will do.
    }
  }
  return undefined;
}
