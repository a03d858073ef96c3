import * as vscode from 'vscode';
import { assertNever } from '../../core/errors';
import { completionsAt, type Suggestion } from '../../core/authoring/language/completions';
import { explainAt } from '../../core/authoring/language/hover';
import { linksIn } from '../../core/authoring/language/links';
import { outlineOf, type Part } from '../../core/authoring/language/outline';
import { DisposableStore } from '../lifecycle';
import { languageFile, markdown, rangeOf, yamlFiles } from './languageFiles';
import type { LanguageTexts } from './languageTexts';

/** Reads the schemas too, if somebody has installed it: what they know is then left to it. */
const yamlExtension = 'redhat.vscode-yaml';
const schemasAreRead = (): boolean => vscode.extensions.getExtension(yamlExtension) !== undefined;

/** What is offered, explained, linked and listed in pack.yaml and exercise.yaml. */
export function registerReading(texts: LanguageTexts, isOther = schemasAreRead): DisposableStore {
  const store = new DisposableStore();
  const { languages } = vscode;
  store.add(
    languages.registerCompletionItemProvider(
      yamlFiles,
      {
        async provideCompletionItems(document, position) {
          const file = await languageFile(document.uri, texts);
          if (!file?.schema) return undefined;
          const offset = document.offsetAt(position);
          return completionsAt(document.getText(), offset, file.schema, file.around)
            .filter(({ kind }) => kind === 'reference' || !isOther())
            .map((suggestion, i) => toItem(document, suggestion, i));
        },
      },
      ...[' ', ':', '-', '[', ',', '{', '"', '/'],
    ),
  );
  store.add(
    languages.registerHoverProvider(yamlFiles, {
      async provideHover(document, position) {
        const file = await languageFile(document.uri, texts);
        if (!file?.schema) return undefined;
        const found = explainAt(document.getText(), document.offsetAt(position), file.schema, file.around);
        const text = found && (found.named || (isOther() ? '' : found.about));
        return found && text ? new vscode.Hover(markdown(text), rangeOf(document, found)) : undefined;
      },
    }),
  );
  store.add(
    languages.registerDocumentLinkProvider(yamlFiles, {
      async provideDocumentLinks(document) {
        const file = await languageFile(document.uri, texts);
        if (!file?.schema) return undefined;
        return linksIn(document.getText(), file.schema, file.around).map(link => {
          const target = vscode.Uri.joinPath(vscode.Uri.file(file.folder), link.target);
          return new vscode.DocumentLink(rangeOf(document, link), target);
        });
      },
    }),
  );
  store.add(
    languages.registerDocumentSymbolProvider(
      yamlFiles,
      {
        provideDocumentSymbols: document =>
          isOther() || !texts.placeOf(document.uri)
            ? undefined
            : outlineOf(document.getText()).map(part => toSymbol(document, part)),
      },
      { label: 'Design Drills' },
    ),
  );
  return store;
}

function toItem(document: vscode.TextDocument, suggestion: Suggestion, place: number): vscode.CompletionItem {
  const { label, kind, detail, about, insert } = suggestion;
  const item = new vscode.CompletionItem({ label, ...shownBeside(kind, detail) }, kindOf(kind));
  if (kind === 'key' || kind === 'record') item.detail = detail;
  if (about !== '') item.documentation = markdown(about);
  item.insertText = new vscode.SnippetString(insert);
  item.keepWhitespace = true; // it is indented as it belongs
  item.range = rangeOf(document, suggestion);
  // The word is what is compared with; the quotes around it are replaced with it.
  const quote = /^["']/.exec(document.getText(item.range))?.[0];
  if (quote !== undefined) item.filterText = quote + label + quote;
  item.sortText = String(place).padStart(4, '0');
  return item;
}

const shownBeside = (kind: Suggestion['kind'], detail: string): { description?: string } =>
  (kind === 'reference' || kind === 'value') && detail !== '' ? { description: detail } : {};

function kindOf(kind: Suggestion['kind']): vscode.CompletionItemKind {
  switch (kind) {
    case 'key':
      return vscode.CompletionItemKind.Property;
    case 'record':
      return vscode.CompletionItemKind.Snippet;
    case 'value':
      return vscode.CompletionItemKind.EnumMember;
    case 'reference':
      return vscode.CompletionItemKind.Reference;
    default:
      return assertNever(kind);
  }
}

function toSymbol(document: vscode.TextDocument, part: Part): vscode.DocumentSymbol {
  const symbol = new vscode.DocumentSymbol(
    part.name,
    part.detail,
    symbolKinds[part.kind],
    rangeOf(document, part),
    rangeOf(document, { start: part.nameStart, end: part.nameEnd }),
  );
  symbol.children = part.parts.map(inner => toSymbol(document, inner));
  return symbol;
}

const symbolKinds = {
  record: vscode.SymbolKind.Module,
  list: vscode.SymbolKind.Array,
  text: vscode.SymbolKind.String,
} as const;
