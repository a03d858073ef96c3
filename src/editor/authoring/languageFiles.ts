import path from 'node:path';
import * as vscode from 'vscode';
import exerciseSchema from '../../../media/schemas/exercise.schema.json';
import packSchema from '../../../media/schemas/pack.schema.json';
import type { PackEdit } from '../../core/authoring/language/edits';
import {
  statedIn,
  surroundingsIn,
  type Stated,
  type Surroundings,
} from '../../core/authoring/language/facts';
import { SchemaFile } from '../../core/authoring/language/schema';
import { Lines } from '../../core/pack/lines';
import type { PackSource } from '../../core/pack/source';
import type { LanguageTexts } from './languageTexts';

/** A file of a pack that is being written. */
export interface LanguageFile {
  /** Absolute. */
  readonly folder: string;
  readonly exercise: string | undefined;
  /** Its path in the pack. */
  readonly path: string;
  readonly source: PackSource;
  readonly around: Surroundings;
  /** Those of the exercise. */
  readonly requirements: Stated['requirements'];
  /** Of pack.yaml and exercise.yaml. */
  readonly schema: SchemaFile | undefined;
}

export const schemas = { pack: new SchemaFile(packSchema), exercise: new SchemaFile(exerciseSchema) };

export const yamlFiles: readonly vscode.DocumentFilter[] = [
  { scheme: 'file', pattern: '**/pack.yaml' },
  { scheme: 'file', pattern: '**/exercise.yaml' },
];

/** The file with all that is around it; undefined when it belongs to no pack. */
export async function languageFile(uri: vscode.Uri, texts: LanguageTexts): Promise<LanguageFile | undefined> {
  const place = texts.placeOf(uri);
  if (!place) return undefined;
  const { folder } = place.pack;
  const inPack = path.relative(folder, uri.fsPath).split(path.sep).join('/');
  // A file that was never saved is in no list; what is said of it holds all the same.
  const exercise = place.exercise ?? /^([^/]+)\/exercise\.yaml$/.exec(inPack)?.[1];
  const source = await texts.read(folder, exercise);
  return {
    ...{ folder, exercise, path: inPack, source },
    get around() {
      return surroundingsIn(source, exercise);
    },
    get requirements() {
      return statedIn(source.read(`${exercise}/exercise.yaml`) ?? '').requirements;
    },
    schema: schemaOf(inPack, exercise),
  };
}

function schemaOf(inPack: string, exercise: string | undefined): SchemaFile | undefined {
  if (inPack === 'pack.yaml') return schemas.pack;
  return exercise !== undefined && inPack === `${exercise}/exercise.yaml` ? schemas.exercise : undefined;
}

/** Offsets are of the text as the editor has it, whatever its line ends. */
export const rangeOf = (document: vscode.TextDocument, { start, end }: Span): vscode.Range =>
  new vscode.Range(document.positionAt(start), document.positionAt(end));

/** Markdown of a pack, without the pictures that showing it would fetch from somewhere. */
export const markdown = (text: string): vscode.MarkdownString =>
  new vscode.MarkdownString(text.replace(/!(?=\[)/g, '\\!'));

export const uriOf = (folder: string, inPack: string): vscode.Uri =>
  vscode.Uri.joinPath(vscode.Uri.file(folder), inPack);

interface Span {
  readonly start: number;
  readonly end: number;
}

/** As `rangeOf`, for a text of a pack: its line ends may not be those of the document. */
export function rangeIn(text: string, { start, end }: Span): vscode.Range {
  const lines = new Lines(text);
  const [from, to] = [lines.at(start), lines.at(end)];
  return new vscode.Range(from.line - 1, from.column - 1, to.line - 1, to.column - 1);
}

export const offsetIn = (text: string, { line, character }: vscode.Position): number =>
  text.split('\n', line).reduce((sum, before) => sum + before.length + 1, 0) + character;

/** The edits first: they are of files as they are called now. */
export function toWorkspaceEdit({ folder, source }: LanguageFile, edit: PackEdit): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { path: file, text, ...span } of edit.edits)
    result.replace(uriOf(folder, file), rangeIn(source.read(file) ?? '', span), text);
  for (const { from, to } of edit.moves) result.renameFile(uriOf(folder, from), uriOf(folder, to));
  for (const { path: file, text } of edit.creates)
    result.createFile(uriOf(folder, file), { contents: new TextEncoder().encode(text) });
  for (const file of edit.deletes) result.deleteFile(uriOf(folder, file));
  return result;
}
