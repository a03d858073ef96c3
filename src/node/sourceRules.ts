import { IdentifierRole } from 'sucrase/dist/parser/tokenizer/index.js';
import { parse } from 'sucrase/dist/parser/index.js';
import { ContextualKeyword } from 'sucrase/dist/parser/tokenizer/keywords.js';
import { TokenType } from 'sucrase/dist/parser/tokenizer/types.js';

/** A construct that an attempt cannot use, by its offsets in the text. */
export interface RuleBreak {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/**
 * What compiles and still would not run: imports of modules that are not there, dynamic imports, and TypeScript that
 * the compiler would drop without a word. Text that does not parse breaks no rule here; the compiler reports it.
 */
export function brokenRules(text: string, canImport: (specifier: string) => string | undefined): RuleBreak[] {
  const { tokens } = parse(text, false, true, false);
  const declared = new Set(tokens.filter(isDeclared).map(token => text.slice(token.start, token.end)));
  const broken: RuleBreak[] = [];
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    const report = (message: string, end = token.end): void => {
      broken.push({ start: token.start, end, message });
    };
    if (token.isType) return;
    const name = text.slice(token.start, token.end);
    if (token.identifierRole === IdentifierRole.Access && absentGlobals.has(name) && !declared.has(name))
      report(`'${name}' does not exist in an exercise. What may be used is in the statement.`);
    else if (token.type === TokenType._import && next?.type === TokenType.parenL)
      report('Dynamic import is not available in an exercise. Import the module at the top of the file.');
    else if (token.type === TokenType.at)
      report('Decorators are not available in an exercise. Call the function instead.');
    else if (isNamespace(text, tokens, index))
      report('Namespaces are not available in an exercise. Use a module: export from the file instead.');
    else if (token.type === TokenType.string && isSpecifier(tokens, index)) {
      const message = canImport(text.slice(token.start + 1, token.end - 1));
      if (message !== undefined) report(message);
    }
  });
  return broken;
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
const isDeclared = (token: Tokens[number]): boolean =>
  !token.isType &&
  token.identifierRole !== null &&
  token.identifierRole !== IdentifierRole.Access &&
  token.identifierRole !== IdentifierRole.ExportAccess &&
  token.identifierRole !== IdentifierRole.ObjectKey;

type Tokens = ReturnType<typeof parse>['tokens'];

/** `namespace Name {` or `module Name {` at the start of a statement. */
function isNamespace(text: string, tokens: Tokens, index: number): boolean {
  const [token, name, brace] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (!token || !name || !brace) return false;
  const keyword = token.contextualKeyword;
  if (keyword !== ContextualKeyword._namespace && keyword !== ContextualKeyword._module) return false;
  const opens = brace.type === TokenType.braceL || brace.type === TokenType.dot;
  return name.type === TokenType.name && opens && !text.slice(token.end, name.start).includes('\n');
}

/** The text after `from`, after a bare `import`, or in `require('…')`. */
function isSpecifier(tokens: Tokens, index: number): boolean {
  const [before, further, first] = [tokens[index - 1], tokens[index - 2], tokens[index - 3]];
  if (before?.type === TokenType._import) return true;
  if (before?.contextualKeyword === ContextualKeyword._from)
    return (
      further?.type === TokenType.braceR ||
      further?.type === TokenType.name ||
      further?.type === TokenType.star
    );
  const isRequire =
    further?.contextualKeyword === ContextualKeyword._require && first?.type !== TokenType.dot;
  return before?.type === TokenType.parenL && isRequire;
}
