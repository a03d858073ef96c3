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
  const broken: RuleBreak[] = [];
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    const report = (message: string, end = token.end): void => {
      broken.push({ start: token.start, end, message });
    };
    if (token.isType) return;
    if (token.type === TokenType._import && next?.type === TokenType.parenL)
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
