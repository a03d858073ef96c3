import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../core/pack/problem';
import { markerName } from '../protocol/marker';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';

/** Mistakes in packs of the workspace, and markers that cannot be read, in the Problems panel. */
export function registerPackDiagnostics({
  packs,
  attempts,
}: Pick<Services, 'packs' | 'attempts'>): DisposableStore {
  const store = new DisposableStore();
  const collection = store.add(vscode.languages.createDiagnosticCollection('designDrills'));
  const update = () => {
    const entries: [vscode.Uri, vscode.Diagnostic[]][] = packs.problems
      .filter(({ location }) => location.origin !== 'bundled') // nobody here can correct those
      .flatMap(({ location, problems }) =>
        problems.map((problem): [vscode.Uri, vscode.Diagnostic[]] => [
          vscode.Uri.file(path.join(location.path, problem.file)),
          [toDiagnostic(problem)],
        ]),
      );
    for (const uri of attempts.brokenMarkers) entries.push([uri, [brokenMarker()]]);
    collection.clear();
    collection.set(entries); // several entries of one file are added together
  };
  store.add(packs.onDidChange(update));
  store.add(attempts.onDidChange(update));
  update();
  return store;
}

function toDiagnostic(problem: Problem): vscode.Diagnostic {
  const range = new vscode.Range(
    problem.line - 1,
    problem.column - 1,
    problem.endLine - 1,
    problem.endColumn - 1,
  );
  const severity =
    problem.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  return labelled(
    new vscode.Diagnostic(range, `${problem.message} ${problem.remedy}`, severity),
    problem.code,
  );
}

const brokenMarker = (): vscode.Diagnostic =>
  labelled(
    new vscode.Diagnostic(
      new vscode.Range(0, 0, 0, 1),
      vscode.l10n.t(
        'This attempt cannot be recognised: {0} is not as it was written. Delete this file and scaffold the exercise again; your own files are kept.',
        markerName,
      ),
      vscode.DiagnosticSeverity.Error,
    ),
    'broken-marker',
  );

function labelled(diagnostic: vscode.Diagnostic, code: string): vscode.Diagnostic {
  diagnostic.source = 'Design Drills';
  diagnostic.code = code;
  return diagnostic;
}
