import * as vscode from 'vscode';
import { isChecked } from '../core/exercise';
import { sourcePathIn } from './attemptFiles';
import { asCommand } from './ids';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';
import { onDidChangeSetting, readSetting } from './settings';

/** "Check", "Debug" and "Show question" above what a learner's file offers to the checks. */
export function registerCodeLens(
  services: Pick<Services, 'attempts' | 'packs'>,
): DisposableStore & { readonly provider: vscode.CodeLensProvider } {
  const { attempts, packs } = services;
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<void>());
  store.add(attempts.onDidChange(() => changed.fire()));
  store.add(packs.onDidChange(() => changed.fire()));
  store.add(onDidChangeSetting('codeLens.enabled', () => changed.fire()));
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const attempt = attempts.containing(document.uri);
      const path = attempt && sourcePathIn(attempt, document.uri);
      if (!attempt || path === undefined) return [];
      const card = packs.find(attempt.ref)?.card;
      if (card && !isChecked(card)) return [];
      const owned = card?.files.find(file => file.path === path)?.owner === 'exercise';
      if (owned || !readSetting('codeLens.enabled', document.uri)) return [];
      const range = new vscode.Range(firstExport(document), 0, firstExport(document), 0);
      return [
        new vscode.CodeLens(range, asCommand('designDrills.check', vscode.l10n.t('Check'), document.uri)),
        new vscode.CodeLens(range, asCommand('designDrills.debug', vscode.l10n.t('Debug'), document.uri)),
        new vscode.CodeLens(
          range,
          asCommand('designDrills.openExercise', vscode.l10n.t('Show question'), document.uri),
        ),
      ];
    },
  };
  // Only TypeScript on disk; whether a file is part of an attempt is known here and not to a selector.
  store.add(vscode.languages.registerCodeLensProvider({ scheme: 'file', pattern: '**/*.ts' }, provider));
  return Object.assign(store, { provider });
}

/** Where the first class or function is exported, else the first line. */
function firstExport(document: vscode.TextDocument): number {
  const index = document
    .getText()
    .search(/^export (?:default )?(?:abstract )?(?:async )?(?:class|function|const)\b/m);
  return index < 0 ? 0 : document.positionAt(index).line;
}
