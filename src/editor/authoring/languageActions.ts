import * as vscode from 'vscode';
import { fixesFor } from '../../core/authoring/language/fixes';
import { insertRequirement } from '../../core/authoring/language/renumber';
import { placeAt } from '../../core/authoring/language/places';
import type { Problem } from '../../core/pack/problem';
import { DisposableStore } from '../lifecycle';
import { languageFile, offsetIn, schemas, toWorkspaceEdit, type LanguageFile } from './languageFiles';
import type { LanguageTexts } from './languageTexts';

const insertion = vscode.CodeActionKind.Refactor.append('insert.requirement');

/** A problem as it is shown, so that what was found out about it need not be read from its words. */
export interface ShownProblem {
  readonly problem: Problem;
  readonly diagnostic: vscode.Diagnostic;
}

/** Remedies for problems, and room for new requirements. */
export function registerActions(
  texts: LanguageTexts,
  shownIn: (uri: vscode.Uri) => readonly ShownProblem[],
): DisposableStore {
  const store = new DisposableStore();
  // Problems stand in any file of a pack; whether there are some is known at once.
  const anywhere: vscode.DocumentSelector = { scheme: 'file' };
  store.add(
    vscode.languages.registerCodeActionsProvider(
      anywhere,
      {
        async provideCodeActions(document, range, { diagnostics, only }) {
          if (!texts.placeOf(document.uri)) return undefined;
          const wanted = (kind: vscode.CodeActionKind): boolean => !only || only.contains(kind);
          const shown = diagnostics.length > 0 ? shownIn(document.uri) : [];
          const file = await languageFile(document.uri, texts);
          if (!file) return undefined;
          return [
            ...(wanted(vscode.CodeActionKind.QuickFix) ? quickFixes(file, shown, diagnostics) : []),
            ...(wanted(insertion) ? insertions(file, range.start) : []),
          ];
        },
        resolveCodeAction(action) {
          const edit = action instanceof InsertAction && insertionAt(action.file, action.number);
          if (edit) action.edit = edit;
          return action;
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, insertion] },
    ),
  );
  return store;
}

function quickFixes(
  file: LanguageFile,
  shown: readonly ShownProblem[],
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  return diagnostics.flatMap(diagnostic => {
    const problem = shown.find(one => isSame(one.diagnostic, diagnostic))?.problem;
    if (!problem) return [];
    return fixesFor(problem, file.source, schemas).map(({ title, edit, isObvious }, i) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.edit = toWorkspaceEdit(file, edit);
      action.diagnostics = [diagnostic];
      action.isPreferred = isObvious && i === 0;
      return action;
    });
  });
}

/** The editor hands back copies. */
const isSame = (a: vscode.Diagnostic, b: vscode.Diagnostic): boolean =>
  a.message === b.message && a.range.isEqual(b.range);

/** Its edit is found out when somebody chooses it: it looks through the whole exercise. */
class InsertAction extends vscode.CodeAction {
  constructor(
    title: string,
    readonly file: LanguageFile,
    readonly number: number,
  ) {
    super(title, insertion);
  }
}

function insertions(file: LanguageFile, position: vscode.Position): InsertAction[] {
  const number = requirementAt(file, position);
  if (number === undefined) return [];
  return [
    new InsertAction(vscode.l10n.t('Insert a requirement before R{0}', number), file, number),
    new InsertAction(vscode.l10n.t('Insert a requirement after R{0}', number), file, number + 1),
  ];
}

/** The number of the requirement whose line or text this is. */
export function requirementAt(file: LanguageFile, position: vscode.Position): number | undefined {
  if (file.exercise === undefined || file.path !== `${file.exercise}/exercise.yaml`) return undefined;
  const text = file.source.read(file.path) ?? '';
  const place = placeAt(text, offsetIn(text, position));
  const [section, id] = place?.path ?? [];
  const number = section === 'requirements' ? /^R([1-9]\d*)$/.exec(String(id))?.[1] : undefined;
  return number === undefined ? undefined : Number(number);
}

export function insertionAt(file: LanguageFile, number: number): vscode.WorkspaceEdit | undefined {
  const edit =
    file.exercise === undefined
      ? undefined
      : insertRequirement(file.source, file.exercise, schemas.exercise, number);
  return edit && toWorkspaceEdit(file, edit);
}
