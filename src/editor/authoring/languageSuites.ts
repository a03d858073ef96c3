import * as vscode from 'vscode';
import { importEdits, suiteSnippets } from '../../core/authoring/language/suiteSnippets';
import { DisposableStore } from '../lifecycle';
import { languageFile, rangeOf } from './languageFiles';
import type { LanguageTexts } from './languageTexts';

/** Checks to begin with, in the suites of packs and nowhere else. */
export function registerSuites(texts: LanguageTexts): DisposableStore {
  const store = new DisposableStore();
  store.add(
    vscode.languages.registerCompletionItemProvider(
      { scheme: 'file', pattern: '**/tests/**/*.ts' },
      {
        async provideCompletionItems(document, position) {
          const place = texts.placeOf(document.uri);
          const line = document.lineAt(position).text;
          // A check is written where a statement begins.
          if (place?.exercise === undefined || !/^\s*\w*$/.test(line.slice(0, position.character)))
            return undefined;
          const file = await languageFile(document.uri, texts);
          if (!file?.path.startsWith(`${place.exercise}/tests/`)) return undefined;
          return suiteSnippets(file.requirements).map(({ label, about, body, imports }, i) => {
            const item = new vscode.CompletionItem(
              { label, description: 'Design Drills' },
              vscode.CompletionItemKind.Snippet,
            );
            item.documentation = about;
            item.insertText = new vscode.SnippetString(body);
            item.filterText = `it ${label}`;
            item.sortText = `it ${i}`;
            item.additionalTextEdits = importEdits(document.getText(), imports).map(edit =>
              vscode.TextEdit.replace(rangeOf(document, edit), edit.text),
            );
            return item;
          });
        },
      },
    ),
  );
  return store;
}
