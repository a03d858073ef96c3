import ts from 'typescript';
import { nodesOf } from './sources';

/** A text for people that stands in the code instead of a table. */
export interface LooseText {
  readonly line: number;
  readonly text: string;
}

/** Words in the markup of a view, or in an attribute that is read out or shown. */
export function looseTextsOfView(source: ts.SourceFile): LooseText[] {
  return looseTexts(source, node => {
    if (ts.isJsxText(node)) return node.text.trim();
    if (!ts.isJsxAttribute(node) || !shown.test(node.name.getText())) return undefined;
    if (node.parent.parent.tagName.getText() === 'Icon') return undefined; // its name is that of a picture
    const value = node.initializer;
    const literal = value && ts.isJsxExpression(value) ? value.expression : value;
    return literal && ts.isStringLiteralLike(literal) ? literal.text : undefined;
  });
}

const shown =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|label|title|alt|placeholder|name)$/;

/**
 * Phrases in a part of the editor's side: two words side by side in a literal. Those of `l10n.t` are in a table, and the
 * log and errors of the program itself speak English.
 */
export function loosePhrases(source: ts.SourceFile): LooseText[] {
  return looseTexts(source, node => {
    const text =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
        ? node.text
        : '';
    return phrase.test(text) && !/[<>]/.test(text) && !isForOthers(node) ? text : undefined;
  });
}

const phrase = /\p{L}{2,},? \p{L}{2,}/u;

/** Calls of `l10n.t` that are made while the module is loaded. */
export function textsAskedForEarly(source: ts.SourceFile): LooseText[] {
  return looseTexts(source, node => {
    if (!ts.isCallExpression(node) || node.expression.getText() !== 'l10n.t') return undefined;
    for (let at: ts.Node = node; !ts.isSourceFile(at); at = at.parent)
      if (ts.isFunctionLike(at)) return undefined;
    return node.getText();
  });
}

function isForOthers(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent)) return true;
    if (ts.isNewExpression(parent) && /^(?:Range)?Error$/.test(parent.expression.getText())) return true;
    if (!ts.isCallExpression(parent) || parent.expression === at) continue;
    if (
      /(^(?:vscode\.)?l10n\.t|\blog(?:\.(trace|debug|info|warn|error))?|this\.warn)$/.test(
        parent.expression.getText(),
      )
    )
      return true;
  }
  return false;
}

function looseTexts(source: ts.SourceFile, textOf: (node: ts.Node) => string | undefined): LooseText[] {
  const found: LooseText[] = [];
  for (const node of nodesOf(source)) {
    const text = textOf(node);
    if (text === undefined || !/\p{L}{2,}/u.test(text)) continue;
    found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
  }
  return found;
}
