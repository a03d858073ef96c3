import * as vscode from 'vscode';
import { HumanError } from '../../core/errors';
import type { PackEdit, Refusal } from '../../core/authoring/language/edits';
import type { Mention } from '../../core/authoring/language/mentions';
import { namedAt, type Named } from '../../core/authoring/language/naming';
import { DisposableStore } from '../lifecycle';
import {
  languageFile,
  markdown,
  offsetIn,
  rangeIn,
  schemas,
  toWorkspaceEdit,
  uriOf,
  yamlFiles,
  type LanguageFile,
} from './languageFiles';
import type { LanguageTexts } from './languageTexts';

/** Where requirements are mentioned besides: texts, suites, and comments in code. */
const mentioning: vscode.DocumentSelector = [
  ...yamlFiles,
  { scheme: 'file', pattern: '**/*.md' },
  { scheme: 'file', pattern: '**/*.ts' },
];

interface Found {
  readonly file: LanguageFile;
  readonly named: Named;
}

/** Go to, find and rename requirements, exercises and ids, across all files of a pack. */
export function registerNaming(texts: LanguageTexts): DisposableStore {
  const store = new DisposableStore();
  const { languages } = vscode;
  const find = async (
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<Found | undefined> => {
    if (!texts.placeOf(document.uri)) return undefined;
    const file = await languageFile(document.uri, texts);
    if (!file) return undefined;
    const offset = offsetIn(file.source.read(file.path) ?? '', position);
    const named = namedAt({ source: file.source, schemas }, file.exercise, file.path, offset);
    return named && { file, named };
  };

  store.add(
    languages.registerDefinitionProvider(mentioning, {
      async provideDefinition(document, position) {
        const found = await find(document, position);
        return found?.named
          .mentions()
          .filter(({ isDeclaration }) => isDeclaration)
          .map(locatedIn(found.file));
      },
    }),
  );
  store.add(
    languages.registerReferenceProvider(mentioning, {
      async provideReferences(document, position, { includeDeclaration }) {
        const found = await find(document, position);
        return found?.named
          .mentions()
          .filter(({ isDeclaration }) => includeDeclaration || !isDeclaration)
          .map(locatedIn(found.file));
      },
    }),
  );
  store.add(
    languages.registerRenameProvider(mentioning, {
      async prepareRename(document, position) {
        const found = await find(document, position);
        if (!found) return undefined;
        const { file, named } = found;
        return { range: rangeIn(file.source.read(file.path) ?? '', named), placeholder: named.name };
      },
      async provideRenameEdits(document, position, newName) {
        const found = await find(document, position);
        return found && toWorkspaceEdit(found.file, orThrow(found.named.rename(newName)));
      },
    }),
  );
  // In texts and suites; in exercise.yaml the other provider says it.
  store.add(
    languages.registerHoverProvider(mentioning, {
      async provideHover(document, position) {
        const found = await find(document, position);
        if (!found || found.file.schema) return undefined;
        const { file, named } = found;
        const about = file.requirements.find(({ id }) => id === named.name)?.text;
        if (about === undefined) return undefined;
        const text = markdown(`**${named.name}** ${about}`);
        return new vscode.Hover(text, rangeIn(file.source.read(file.path) ?? '', named));
      },
    }),
  );
  return store;
}

const locatedIn =
  ({ folder, source }: LanguageFile) =>
  (mention: Mention): vscode.Location =>
    new vscode.Location(uriOf(folder, mention.path), rangeIn(source.read(mention.path) ?? '', mention));

function orThrow(result: PackEdit | Refusal): PackEdit {
  if ('refused' in result) throw new HumanError('cannot-rename', result.refused);
  return result;
}
