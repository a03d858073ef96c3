import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../core/pack/problem';
import { isDrillpack } from '../node/openPackSource';
import { markerName } from '../protocol/marker';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';

/** Mistakes in packs, except in those that came along, and markers that cannot be read, in the Problems panel. */
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
        problems.map((problem): [vscode.Uri, vscode.Diagnostic[]] =>
          isDrillpack(location.path)
            ? [vscode.Uri.file(location.path), [inArchive(problem)]]
            : [vscode.Uri.file(path.join(location.path, problem.file)), [toDiagnostic(problem)]],
        ),
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

/** A file inside of an archive has no place that could be opened: it is named in the words. */
const inArchive = (problem: Problem): vscode.Diagnostic =>
  toDiagnostic({
    ...problem,
    message: problem.file === '' ? problem.message : `${problem.file}:${problem.line}: ${problem.message}`,
    ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
  });

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
