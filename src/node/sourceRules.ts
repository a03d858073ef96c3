import * as l10n from '@vscode/l10n';
import { parse } from 'sucrase/dist/parser/index.js';
import { IdentifierRole } from 'sucrase/dist/parser/tokenizer/index.js';
import { ContextualKeyword } from 'sucrase/dist/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/parser/tokenizer/types.js';

/** A construct that an attempt cannot use, by its offsets in the text. */
export interface RuleBreak {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * What compiles and still would not run: modules and globals that are not there, dynamic imports, and TypeScript that
 * the compiler would drop without a word. `canImport` says why a module cannot be imported, or undefined.
 *
 * @throws what the parser throws for text that does not parse; compile first.
 */
export function brokenRules(text: string, canImport: (specifier: string) => string | undefined): RuleBreak[] {
  const source: Source = { text, tokens: parse(text, false, true, false).tokens };
  const declared = new Set(
    source.tokens.filter(isDeclaration).map(token => text.slice(token.start, token.end)),
  );
  const broken: RuleBreak[] = [];
  for (let index = 0; index < source.tokens.length; index++) {
    if (isAmbientBlock(source, index)) index = endOfBlock(source.tokens, index);
    const message = breakAt(source, index, declared, canImport);
    const token = source.tokens[index];
    if (message !== undefined && token) broken.push({ start: token.start, end: token.end, message });
  }
  return broken;
}

type Tokens = ReturnType<typeof parse>['tokens'];
type Token = Tokens[number];

interface Source {
  readonly text: string;
  readonly tokens: Tokens;
}

function breakAt(
  source: Source,
  index: number,
  declared: ReadonlySet<string>,
  canImport: (specifier: string) => string | undefined,
): string | undefined {
  const { text, tokens } = source;
  const token = tokens[index];
  if (!token) return undefined;
  // The compiler takes a namespace for a type and drops it.
  if (isNamespace(source, index))
    return l10n.t('Namespaces are not available in an exercise. Use a module: export from the file instead.');
  if (token.isType) return undefined;
  if (token.type === TokenType._import && tokens[index + 1]?.type === TokenType.parenL)
    return l10n.t(
      'Dynamic import is not available in an exercise. Import the module at the top of the file.',
    );
  if (token.type === TokenType.at)
    return l10n.t('Decorators are not available in an exercise. Call the function instead.');
  if (token.type === TokenType.string && isSpecifier(tokens, index))
    return canImport(text.slice(token.start + 1, token.end - 1));
  const name = text.slice(token.start, token.end);
  if (token.identifierRole === IdentifierRole.Access && absentGlobals.has(name) && !declared.has(name))
    return l10n.t("'{0}' does not exist in an exercise. What may be used is in the statement.", name);
  return undefined;
}

/**
 * Globals of Node or of browsers that people reach for. In the child, a name that does not exist is `undefined`, which
 * would be reported far from its reason.
 */
const absentGlobals = new Set(
  `fetch WebSocket XMLHttpRequest EventSource Buffer URL URLSearchParams TextEncoder TextDecoder Worker Blob File
   MessageChannel BroadcastChannel SharedArrayBuffer Atomics WebAssembly global window document localStorage
   ReadableStream WritableStream TransformStream Headers Request Response __dirname __filename`.split(/\s+/),
);

/** Also an import's local name. Types do not count: nothing of them is left at run time. */
const isDeclaration = (token: Token): boolean =>
  !token.isType &&
  token.identifierRole !== null &&
  token.identifierRole !== IdentifierRole.Access &&
  token.identifierRole !== IdentifierRole.ExportAccess &&
  token.identifierRole !== IdentifierRole.ObjectKey;

/** `namespace Name {` or `module Name {`. */
function isNamespace({ text, tokens }: Source, index: number): boolean {
  const [token, name, opening] = tokens.slice(index, index + 3);
  const keyword = token?.contextualKeyword;
  if (keyword !== ContextualKeyword._namespace && keyword !== ContextualKeyword._module) return false;
  if (name?.type !== TokenType.name || text.slice(token?.end, name.start).includes('\n')) return false;
  return opening?.type === TokenType.braceL || opening?.type === TokenType.dot;
}

/** `declare namespace`, `declare module` and `declare global` are types only, with all that is in them. */
function isAmbientBlock({ tokens }: Source, index: number): boolean {
  if (tokens[index]?.contextualKeyword !== ContextualKeyword._declare) return false;
  const keyword = tokens[index + 1]?.contextualKeyword;
  return (
    keyword === ContextualKeyword._namespace ||
    keyword === ContextualKeyword._module ||
    keyword === ContextualKeyword._global
  );
}

/** The closing brace of the first block from here on. */
function endOfBlock(tokens: Tokens, from: number): number {
  let depth = 0;
  for (let index = from; index < tokens.length; index++) {
    const type = tokens[index]?.type;
    if (type === TokenType.braceL) depth++;
    else if (type === TokenType.braceR && --depth === 0) return index;
    else if (type === TokenType.semi && depth === 0) return index;
  }
  return tokens.length;
}

/** The text after `from`, after a bare `import`, or in `require('…')`. */
function isSpecifier(tokens: Tokens, index: number): boolean {
  const [before, further, first] = [tokens[index - 1], tokens[index - 2], tokens[index - 3]];
  if (before?.type === TokenType._import) return true;
  if (before?.contextualKeyword === ContextualKeyword._from)
    return further?.type !== TokenType.dot && !isTypeOnly(tokens, index);
  const isRequire =
    further?.contextualKeyword === ContextualKeyword._require && first?.type !== TokenType.dot;
  return before?.type === TokenType.parenL && isRequire;
}

/** `import type … from` or `export type … from`, which leave nothing behind. */
function isTypeOnly(tokens: Tokens, specifier: number): boolean {
  for (let index = specifier - 1; index >= 0; index--) {
    const type = tokens[index]?.type;
    if (type === TokenType.semi) return false;
    if (type !== TokenType._import && type !== TokenType._export) continue;
    const isNameOfDefault = index + 3 === specifier; // `import type from './x'`
    return tokens[index + 1]?.contextualKeyword === ContextualKeyword._type && !isNameOfDefault;
  }
  return false;
}
