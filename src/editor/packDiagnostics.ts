import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../core/pack/problem';
import { isDrillpack } from '../node/drillpackName';
import { markerName } from '../protocol/marker';
import type { ShownProblem } from './authoring/languageActions';
import { DisposableStore } from './lifecycle';
import type { Services } from './services';

/** Newer problems of what is being written. */
interface Live {
  readonly onDidChange: vscode.Event<void>;
  over(folder: string, read: readonly Problem[]): readonly Problem[];
}

/** Mistakes in packs, except in those that came along, and markers that cannot be read, in the Problems panel. */
export class PackDiagnostics implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(vscode.languages.createDiagnosticCollection('designDrills'));
  private shown: readonly (ShownProblem & { readonly uri: vscode.Uri })[] = [];

  private live: Live | undefined;

  constructor(private readonly services: Pick<Services, 'packs' | 'attempts'>) {
    const { packs, attempts } = services;
    for (const event of [packs.onDidChange, attempts.onDidChange]) this.store.add(event(() => this.update()));
    this.update();
  }

  /** From now on what is said of the files as they stand in editors comes first. */
  follow(live: Live): vscode.Disposable {
    this.live = live;
    const subscription = live.onDidChange(() => this.update());
    this.update();
    return subscription;
  }

  /** The problems of a file as they are shown. */
  shownIn(uri: vscode.Uri): readonly ShownProblem[] {
    return this.shown.filter(one => one.uri.toString() === uri.toString());
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const { packs, attempts } = this.services;
    this.shown = packs.problems
      .filter(({ location }) => location.origin !== 'bundled') // nobody here can correct those
      .flatMap(({ location, problems }) =>
        isDrillpack(location.path)
          ? problems.map(problem => ({
              ...{ uri: vscode.Uri.file(location.path), problem },
              diagnostic: inArchive(problem),
            }))
          : (this.live?.over(location.path, problems) ?? problems).map(problem => ({
              ...{ uri: vscode.Uri.file(path.join(location.path, problem.file)), problem },
              diagnostic: toDiagnostic(problem),
            })),
      );
    const entries = this.shown.map(({ uri, diagnostic }): [vscode.Uri, vscode.Diagnostic[]] => [
      uri,
      [diagnostic],
    ]);
    for (const uri of attempts.brokenMarkers) entries.push([uri, [brokenMarker()]]);
    this.collection.clear();
    this.collection.set(entries); // several entries of one file are added together
  }
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
  return labelled(new vscode.Diagnostic(range, `${problem.message} ${problem.remedy}`, severity), {
    value: problem.code,
    target: explanations,
  });
}

/** Every code of a problem in a pack, with what to do about it. */
const explanations = vscode.Uri.parse(
  'https://github.com/design-drills/design-drills/blob/main/exercises/README.md#what-can-be-wrong',
);

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

function labelled(
  diagnostic: vscode.Diagnostic,
  code: Exclude<vscode.Diagnostic['code'], undefined>,
): vscode.Diagnostic {
  diagnostic.source = 'Design Drills';
  diagnostic.code = code;
  return diagnostic;
}
