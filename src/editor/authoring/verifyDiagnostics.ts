import path from 'node:path';
import * as vscode from 'vscode';
import type { PlacedRange } from '../../core/authoring/placeRange';
import { DisposableStore } from '../lifecycle';
import type { Kept, Verifications } from './verifications';

/** What verification found, in the Problems panel: apart from mistakes in the files, which are known at once. */
export function registerVerifyDiagnostics(verifications: Verifications): DisposableStore {
  const store = new DisposableStore();
  const collection = store.add(vscode.languages.createDiagnosticCollection('designDrills.verify'));
  store.add(
    verifications.onDidChange(() => {
      collection.clear();
      collection.set(verifications.all.flatMap(entriesOf)); // several entries of one file are added together
    }),
  );
  return store;
}

function entriesOf({ place: { pack }, judged, stale }: Kept): [vscode.Uri, vscode.Diagnostic[]][] {
  const entry = (place: PlacedRange, message: string, severity: vscode.DiagnosticSeverity, code: string) => {
    const diagnostic = new vscode.Diagnostic(
      rangeOf(place),
      stale ? vscode.l10n.t('{0} (Before your last changes.)', message) : message,
      stale ? vscode.DiagnosticSeverity.Information : severity,
    );
    diagnostic.source = vscode.l10n.t('Design Drills verify');
    diagnostic.code = code;
    return [uriOf(pack.folder, place), [diagnostic]] satisfies [vscode.Uri, vscode.Diagnostic[]];
  };
  const { Error, Warning, Hint } = vscode.DiagnosticSeverity;
  // Changes may go unnoticed as long as the score is reached.
  const isShort = judged.findings.some(({ code }) => code === 'mutation-score');
  return [
    ...judged.findings.map(({ place, message, remedy, code, severity }) =>
      entry(place, `${message} ${remedy}`, severity === 'error' ? Error : Warning, code),
    ),
    ...judged.unnoticed.map(({ mutant, place }) =>
      entry(place, unnoticedText(mutant), isShort ? Warning : Hint, 'unnoticed-change'),
    ),
  ];
}

export const unnoticedText = ({
  original,
  replacement,
}: {
  readonly original: string;
  readonly replacement: string;
}): string =>
  vscode.l10n.t('No check notices when “{0}” becomes “{1}”.', oneLine(original), oneLine(replacement));

const longest = 60;

function oneLine(code: string): string {
  const line = code.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

export const uriOf = (folder: string, { file }: Pick<PlacedRange, 'file'>): vscode.Uri =>
  vscode.Uri.file(path.join(folder, ...file.split('/')));

export const rangeOf = ({ line, column, endLine, endColumn }: PlacedRange): vscode.Range =>
  new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
